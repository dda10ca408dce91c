import { expect, it } from 'vitest';
import { memoryIo } from './memory-io.fixture.ts';
import { type InputLine, readLines } from './read-lines.ts';

async function read(chunks: readonly (string | Uint8Array)[], limit?: number): Promise<InputLine[]> {
  const lines: InputLine[] = [];
  for await (const batch of readLines(memoryIo(chunks).stdin, limit)) lines.push(...batch);
  return lines;
}

async function texts(...chunks: (string | Uint8Array)[]): Promise<string[]> {
  return (await read(chunks)).map((line) => line.text);
}

it('splits at line feeds, wherever the chunks end', async () => {
  expect(await texts('a\nb\n')).toEqual(['a', 'b']);
  expect(await texts('a', 'b\n', '\nc', '', 'd')).toEqual(['ab', '', 'cd']);
  expect(await texts('a\r', '\nb\r\n')).toEqual(['a', 'b']);
  expect(await texts()).toEqual([]);
});

it('reads UTF-8 split inside a character, and drops a byte order mark', async () => {
  const bytes = new TextEncoder().encode('\ufeffé\u2028x');
  expect(await texts(bytes.slice(0, 4), bytes.slice(4, 6), bytes.slice(6))).toEqual(['é\u2028x']);
  expect(await texts(Uint8Array.of(0x61, 0xc3))).toEqual(['a\ufffd']);
});

it('skips a line beyond the limit and goes on behind it', async () => {
  const lines = await read(['12345', '678', '9\nab', '\n123456\n', '1234567'], 5);
  expect(lines).toEqual([
    { number: 1, text: '', tooLong: true },
    { number: 2, text: 'ab', tooLong: false },
    { number: 3, text: '', tooLong: true },
    { number: 4, text: '', tooLong: true },
  ]);
});
