import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { main } from '../../electron/cli/main.ts';
import { memoryIo } from '../../electron/cli/memory-io.fixture.ts';
import { describeBarcode, readBarcode } from '../../electron/host/documents/barcode/index.ts';

const folder = fileURLToPath(new URL('../../resources/specimens', import.meta.url));

interface Side {
  file: string;
  mrz?: string[];
  barcode?: string;
}

/** What each picture has to say: a passport's zone stands on its one page, a card's on its back. */
function sides(): Side[] {
  const read = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
  return read('index.json').people.flatMap(({ id }: { id: string }) =>
    read(id, 'person.json').documents.flatMap(
      ({ page, back, mrz, barcode }: { page: string; back?: string } & Side): Side[] => {
        const front = join(folder, id, page);
        if (!back) return [{ file: front, mrz }];
        return [{ file: front }, { file: join(folder, id, back), mrz, barcode }];
      },
    ),
  );
}

async function run(...args: string[]) {
  const io = memoryIo();
  expect(await main(args, io)).toBe(0);
  return io.written.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

it('every side of every specimen reads as what it is', { timeout: 60_000 }, async () => {
  const all = sides();
  const files = all.map(({ file }) => file);
  const [zones, barcodes] = [await run('mrz', 'read', ...files), await run('barcode', 'read', ...files)];
  for (const [k, { file, mrz, barcode }] of all.entries()) {
    if (mrz) expect(zones[k]).toMatchObject({ file, outcome: 'read', lines: mrz, repairs: [] });
    else expect(zones[k]).toMatchObject({ file, outcome: 'unreadable', reason: 'no-zone' });
    const contents = barcodes[k].barcodes.map(({ content }: { content: unknown }) => content);
    const expected = barcode ? [describeBarcode(readBarcode({ text: barcode }))] : [];
    expect({ file, contents }).toEqual({ file, contents: JSON.parse(JSON.stringify(expected)) });
  }
  expect(all.filter(({ barcode }) => barcode).length).toBeGreaterThan(1);
  expect(all.filter(({ mrz }) => mrz?.length === 3).length).toBeGreaterThan(1);
});
