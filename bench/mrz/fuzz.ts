import { join } from 'node:path';
import { fuzz } from '../lib/fuzzer.ts';
import { progress, type Suite } from '../lib/suite.ts';

/** A million random texts and two hundred thousand damaged zones against the forgiving door, in a process of its own. */
export const run: Suite = async () => {
  progress('a million texts');
  const { lines, failures } = await fuzz(join(import.meta.dirname, '../mrz-text-fuzz.ts'), ['--long']);
  const rows = lines.flatMap((line, index) => rowsOf(line, index === 0 ? 'texts' : 'zones'));
  return [{ title: 'Fuzzing the forgiving door', columns: ['run', 'figure', 'value'], rows, failures }];
};

/** The fuzzer prints one object a run. */
function rowsOf(line: Record<string, unknown>, name: string): string[][] {
  const figures = Object.entries(line).flatMap(([figure, value]) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([part, count]) => [`${figure}: ${part}`, String(count)])
      : [[figure, String(value)]],
  );
  return figures.map(([figure, value], i) => [i === 0 ? name : '', figure!, value!]);
}
