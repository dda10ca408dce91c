import { join } from 'node:path';
import { fuzz } from './lib/fuzzer.ts';
import { progress, type Suite } from './lib/suite.ts';

const COLUMNS = ['what', 'cases', 'µs a case', 'slowest ms', 'outcomes'];

/** What one object of the chip's fuzzers says: its figures in their columns, and every outcome with its count. */
function rowOf({ name, runs, ...figures }: Record<string, unknown>): string[] {
  const text = (value: unknown) => (value === undefined ? '' : String(value));
  const { 'µs a case': micros, 'slowest ms': slowest, ...outcomes } = figures;
  const counted = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
  return [text(name), text(runs), text(micros), text(slowest), counted.join(', ')];
}

const suiteOf =
  (title: string, program: string): Suite =>
  async ({ long }) => {
    progress(long ? 'a million cases' : 'a hundred thousand cases');
    const { lines, failures } = await fuzz(join(import.meta.dirname, program), long ? ['--long'] : []);
    return [{ title, columns: COLUMNS, rows: lines.map(rowOf), failures }];
  };

/** Every parser of what a chip says, and whole readings with damaged answers. */
export const parsers = suiteOf('Fuzzing what chips say', 'chip-fuzz.ts');

/** Everything that judges chips: signatures, lists, trust stores, portraits. */
export const proof = suiteOf('Fuzzing what proves chips', 'chip-proof-fuzz.ts');
