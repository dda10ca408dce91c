import { runTrials } from './index.ts';

await runTrials();
process.exit(0);
