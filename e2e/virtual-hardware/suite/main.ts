import { runTrials } from './index.ts';

await runTrials(process.argv[2]);
process.exit(0);
