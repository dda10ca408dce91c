import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { CodedError } from '../electron/contract/index.ts';
import { describeMachine, machineLine } from './lib/machine.ts';
import { type BenchOptions, progress, type Suite } from './lib/suite.ts';
import { print, type Table } from './lib/table.ts';

/** In the order of a visit; each is loaded when it is wanted. */
const suites: Record<string, () => Promise<Suite>> = {
  start: async () => (await import('./start.ts')).run,
  mrz: async () => (await import('./mrz/parse.ts')).run,
  'mrz-images': async () => (await import('./mrz/images.ts')).run,
  'mrz-pages': async () => (await import('./mrz/pages.ts')).run,
  'mrz-others': async () => (await import('./mrz/others.ts')).run,
  'mrz-worker': async () => (await import('./mrz/worker.ts')).run,
  'mrz-fuzz': async () => (await import('./mrz/fuzz.ts')).run,
  chip: async () => (await import('./chip.ts')).run,
  'chip-fuzz': async () => (await import('./chip-fuzzing.ts')).parsers,
  'chip-proof-fuzz': async () => (await import('./chip-fuzzing.ts')).proof,
  devices: async () => (await import('./devices.ts')).run,
  reading: async () => (await import('./reading.ts')).run,
  face: async () => (await import('./face/suite.ts')).run,
  'face-guide': async () => (await import('./face/guide.ts')).guide,
  liveness: async () => (await import('./liveness.ts')).run,
  deciding: async () => (await import('./deciding.ts')).run,
  commands: async () => (await import('./commands.ts')).run,
  issuer: async () => (await import('./issuer.ts')).run,
  'hub-sync': async () => (await import('./hub-sync.ts')).run,
  vault: async () => async () => [await (await import('./vault.ts')).run()],
  memory: async () => (await import('./memory.ts')).run,
};

const help = `npm run bench -- [NAME ...] [options]

Names: ${Object.keys(suites).join(', ')} (all of them when none is given)

  --json FILE          write the figures there too
  --starts N           cold starts (7)
  --readings N         readings of a document (24)
  --decisions N        selfies (18)
  --commands N         durable commands (1000)
  --issuances N        issuances of each issuer, format and store (240)
  --visits N           visits in a row without a screen (200; each takes two to four seconds)
  --window-visits N    visits in a row in a window (12)
  --pages N            drawn pages of each condition (6)
  --seed N             of the drawn pages (1): another one gives other people and other faults
  --images FOLDER      public specimen images to be read too, wherever in the folder; may be given again
  --long               a million cases of chip-fuzz and of chip-proof-fuzz each (a hundred thousand; chip-proof-fuzz then
                       takes ten minutes); liveness with everybody in every condition and attack (one person each);
                       issuer with a million offers in the store too (ten thousand; takes a gigabyte of disk)
  --pairs FILE         pairs of faces to compare (pathA pathB 0|1) in place of the specimens'
  --net FOLDER         another glyph net than the shipped one
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    starts: { type: 'string', default: '7' },
    readings: { type: 'string', default: '24' },
    decisions: { type: 'string', default: '18' },
    commands: { type: 'string', default: '1000' },
    issuances: { type: 'string', default: '240' },
    visits: { type: 'string', default: '200' },
    'window-visits': { type: 'string', default: '12' },
    pages: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
    images: { type: 'string', multiple: true, default: [] },
    pairs: { type: 'string' },
    net: { type: 'string' },
    long: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !Object.hasOwn(suites, name));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) process.stderr.write(`There is no benchmark ${unknown.join(', ')}.\n\n`);
  process.stdout.write(help);
  process.exit(unknown.length > 0 ? 2 : 0);
}
const count = (
  name: Exclude<keyof typeof values, 'help' | 'json' | 'images' | 'net' | 'long'>,
  least = 3,
) => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= least) return number;
  process.stderr.write(`--${name} takes a whole number from ${least} on\n`);
  return process.exit(2);
};
const options: BenchOptions = {
  starts: count('starts'),
  readings: count('readings'),
  decisions: count('decisions'),
  commands: count('commands'),
  issuances: count('issuances', 12),
  visits: count('visits', 12),
  windowVisits: count('window-visits', 8),
  pages: count('pages', 1),
  seed: count('seed', 0),
  images: values.images,
  pairs: values.pairs,
  net: values.net,
  long: values.long,
};

function describe(error: unknown): string {
  if (error instanceof CodedError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : 'unknown';
}

const machine = describeMachine();
process.stdout.write(`${machineLine(machine)}\n`);
const load = () => (loadavg()[0] ?? 0).toFixed(1);
const found: Record<string, { tables: Table[]; seconds: number; load: [string, string] }> = {};
for (const name of positionals.length > 0 ? positionals : Object.keys(suites)) {
  progress(`${name} …`);
  const begun = performance.now();
  const loadBefore = load();
  const tables = await suites[name]!()
    .then((run) => run(options))
    .catch((error: unknown): Table[] => [
      { title: name, columns: ['not measured'], rows: [], failures: [describe(error)] },
    ]);
  for (const table of tables) process.stdout.write(`\n${print(table)}\n`);
  const seconds = Math.round((performance.now() - begun) / 1000);
  found[name] = { tables, seconds, load: [loadBefore, load()] };
  process.stdout.write(
    `\n(${name}: ${seconds} s, the machine's load was ${found[name].load.join(' before and ')} after)\n`,
  );
}
if (values.json) {
  const report = { at: new Date().toISOString(), machine, options, found };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}
const failed = Object.values(found).some(({ tables }) =>
  tables.some(({ failures = [] }) => failures.length > 0),
);
if (failed) process.stderr.write('Something failed while it was measured; see FAILED above.\n');
process.exit(failed ? 1 : 0);
