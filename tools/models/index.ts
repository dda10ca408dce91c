import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CodedError } from '../../electron/contract/errors.ts';
import { describeOutputs, generateModels, projectPaths, staleModels } from './generate.ts';

export { generateModels, type ModelsPaths, projectPaths, staleModels } from './generate.ts';

const HELP = `Assembles the face models from the installed npm packages into resources/models/generated/.

  models            write what is missing or stale, and verify it
  models --check    only verify; exit code 1 when something is missing or stale
  models --describe print the outputs section of models.json as the installed packages give it
`;

function main(args: string[]): number {
  const { values } = parseArgs({
    args,
    options: {
      check: { type: 'boolean' },
      describe: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const paths = projectPaths(fileURLToPath(new URL('../..', import.meta.url)));
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.describe) {
    console.log(JSON.stringify(describeOutputs(paths), null, 2));
    return 0;
  }
  if (values.check) {
    const stale = staleModels(paths);
    if (stale.length) console.error(`models/stale: ${stale.join(', ')}; run "npm run models"`);
    return stale.length ? 1 : 0;
  }
  const written = generateModels(paths);
  console.log(written.length ? `models: wrote ${written.join(', ')}` : 'models: up to date');
  return 0;
}

if (import.meta.main) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof CodedError ? `${error.code}: ${error.message}` : error);
    process.exitCode = 2;
  }
}
