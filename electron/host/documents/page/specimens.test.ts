import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadGlyphNet } from '../image/index.ts';
import { readPage } from './index.ts';

const resources = join(import.meta.dirname, '../../../../resources');
const net = loadGlyphNet(join(resources, 'mrz-net'));

interface Specimen {
  readonly format: 'TD3' | 'TD1' | 'AAMVA';
  readonly mrz?: string[];
  readonly barcode?: string;
  readonly page: string;
  readonly back?: string;
}

function specimens(): (readonly [string, Specimen])[] {
  const read = (...path: string[]) => JSON.parse(readFileSync(join(resources, 'specimens', ...path), 'utf8'));
  const { people } = read('index.json') as { people: { id: string }[] };
  return people.flatMap(({ id }) =>
    (read(id, 'person.json') as { documents: Specimen[] }).documents.map((one) => [id, one] as const),
  );
}

it('both sides of every specimen are of use', { timeout: 120_000 }, async () => {
  for (const [person, { format, mrz, barcode, page, back }] of specimens()) {
    const look = (name: string) => readPage(readFileSync(join(resources, 'specimens', person, name)), net);
    const front = await look(page);
    expect(front, `${person} ${page}`).toMatchObject({
      problem: null,
      upright: { certain: format === 'TD3' },
    });
    const other = back === undefined ? front : await look(back);
    expect(other.problem, `${person} ${back}`).toBeNull();
    if (mrz) expect(other.zone?.lines, `${person} ${back ?? page}`).toEqual(mrz);
    expect(other.barcodes.map(({ text }) => text)).toEqual(barcode === undefined ? [] : [barcode]);
    for (const { upright } of [front, other]) {
      expect(upright!.width / upright!.height).toBeCloseTo(format === 'TD3' ? 125 / 88 : 85.6 / 53.98, 1);
      // The pages are drawn at 300.
      expect(Math.abs(upright!.dotsPerInch - 300)).toBeLessThan(7);
    }
  }
});
