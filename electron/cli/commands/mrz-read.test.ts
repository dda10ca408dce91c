import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { main } from '../main.ts';
import { memoryIo } from '../memory-io.fixture.ts';

const specimens = join(import.meta.dirname, '../../../resources/specimens');

async function read(...files: string[]) {
  const io = memoryIo([]);
  const code = await main(['mrz', 'read', ...files], io);
  const out = io.written.out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, out, err: io.written.err };
}

it('reads the zone printed on a specimen’s page', async () => {
  const file = join(specimens, 'meilin/page.jpg');
  const { code, out } = await read(file);
  expect(code).toBe(0);
  expect(out).toHaveLength(1);
  expect(out[0]).toMatchObject({
    file,
    outcome: 'read',
    repairs: [],
    lines: ['P<UTOTAN<<MEILIN<SORA<<<<<<<<<<<<<<<<<<<<<<<', 'SP66214082UTO9907308F3109029<<<<<<<<<<<<<<<4'],
  });
  expect((out[0]!.confidence as number[][]).map((line) => line.length)).toEqual([44, 44]);
});

it('answers for every file, and calls what is no picture unreadable', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-mrz-'));
  const text = join(folder, 'note.jpg');
  writeFileSync(text, 'not a picture');
  const { code, out, err } = await read(join(folder, 'missing.png'), text);
  expect(code).toBe(1);
  expect(out[0]).toMatchObject({ error: { code: 'input/file' } });
  expect(out[1]).toMatchObject({ outcome: 'unreadable', reason: 'no-picture', lines: [] });
  expect(err).toContain('input/refused');
});
