import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

interface Fuzzed {
  /** What the program printed, one object a line. */
  lines: Record<string, unknown>[];
  /** Empty when it came to its end. */
  failures: string[];
}

/** Runs a fuzzing program in a process of its own: it ends with the first error that is no typed one. */
export async function fuzz(program: string, args: readonly string[]): Promise<Fuzzed> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint += text.toString();
  });
  const lines: Record<string, unknown>[] = [];
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('{')) lines.push(JSON.parse(line) as Record<string, unknown>);
  const code = await ended;
  const last = complaint.trim().split('\n').at(-1) ?? '';
  return { lines, failures: code === 0 ? [] : [`the fuzzer ended with ${code}: ${last}`] };
}
