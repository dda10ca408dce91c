/** Child process of the recovery test: runs a kiosk, walks to a step, says so, and waits to be killed. */
import type { StepName } from '../../contract/index.ts';
import { openKit } from './kit.ts';
import { walkTo } from './walk.ts';

const [directory = '', goal = 'details'] = process.argv.slice(2);
const kit = await openKit({ directory });
const { step } = await walkTo(kit, goal as StepName);
console.log(JSON.stringify({ step }));
setInterval(() => {}, 1_000);
