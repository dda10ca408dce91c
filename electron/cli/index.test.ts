import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('./index.ts', import.meta.url));
const record = `${JSON.stringify({
  id: 'a',
  lines: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
})}\n`;

function start(args: readonly string[], nodeOptions: readonly string[] = []) {
  const child = spawn(process.execPath, [...nodeOptions, program, ...args], { stdio: 'pipe' });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended, err: text(child.stderr) };
}

it('runs as a program, with its exit code', async () => {
  const { child, ended, err } = start(['mrz', 'parse']);
  child.stdin.end(`${record}nonsense\n`);
  const lines = (await text(child.stdout))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toMatchObject([
    { id: 'a', format: 'TD3', valid: true },
    { id: null, line: 2 },
  ]);
  expect(await err).toMatch(/^proofdesk: input\/refused: /);
  expect(await ended).toBe(1);
});

it('ends quietly when the reader has gone', async () => {
  const { child, ended, err } = start(['mrz', 'parse']);
  Readable.from(
    (function* () {
      for (;;) yield record.repeat(500);
    })(),
  )
    .on('error', () => {})
    .pipe(child.stdin);
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await ended).toBe(0);
  expect(await err).toBe('');
});

it('streams a long input in a small heap', async () => {
  const { child, ended, err } = start(['mrz', 'parse'], ['--max-old-space-size=48']);
  const batches = 200;
  Readable.from(
    (function* () {
      for (let n = 0; n < batches; n += 1) yield record.repeat(500);
    })(),
  ).pipe(child.stdin);
  let lines = 0;
  for await (const chunk of child.stdout)
    lines += (chunk as Buffer).toString('latin1').split('\n').length - 1;
  expect(await err).toBe('');
  expect(await ended).toBe(0);
  expect(lines).toBe(batches * 500);
});

it.skipIf(!existsSync('/dev/full'))('says so when the output cannot be written', async () => {
  const child = spawn('sh', ['-c', '"$0" "$1" --help > /dev/full', process.execPath, program], {
    stdio: 'pipe',
  });
  const code = new Promise((resolve) => child.on('close', resolve));
  expect(await text(child.stderr)).toBe('proofdesk: cli/unexpected: Error (ENOSPC)\n');
  expect(await code).toBe(1);
});
