import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { progress, type Suite } from '../lib/suite.ts';
import type { Table } from '../lib/table.ts';

/** A million random texts and two hundred thousand damaged zones against the forgiving door, in a process of its own. */
export const run: Suite = async () => {
  progress('a million texts');
  const child = spawn(process.execPath, [join(import.meta.dirname, '../mrz-text-fuzz.ts'), '--long'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint += text.toString();
  });
  const rows: string[][] = [];
  for await (const line of createInterface({ input: child.stdout })) rows.push(...rowsOf(line, rows.length));
  const code = await new Promise<number | null>((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.on('close', resolve);
  });
  const table: Table = {
    title: 'Fuzzing the forgiving door',
    columns: ['run', 'figure', 'value'],
    rows,
    failures:
      code === 0 ? [] : [`the fuzzer ended with ${code}: ${complaint.trim().split('\n').at(-1) ?? ''}`],
  };
  return [table];
};

/** The fuzzer prints one object a run. */
function rowsOf(line: string, before: number): string[][] {
  if (!line.startsWith('{')) return [];
  const figures = Object.entries(JSON.parse(line) as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([part, count]) => [`${name}: ${part}`, String(count)])
      : [[name, String(value)]],
  );
  return figures.map(([name, value], i) => [
    i === 0 ? String(before === 0 ? 'texts' : 'zones') : '',
    name!,
    value!,
  ]);
}
