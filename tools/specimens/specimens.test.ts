import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { readBarcode } from '../../electron/host/documents/barcode/index.ts';
import { parseMrz } from '../../electron/host/documents/mrz/index.ts';
import { PIXELS, recordOf } from './documents/index.ts';
import { readFaceMesh } from './face-mesh.ts';
import { people } from './people.ts';

const folder = fileURLToPath(new URL('../../resources/specimens', import.meta.url));
const read = (...path: string[]) => readFileSync(join(folder, ...path));
const json = (...path: string[]) => JSON.parse(read(...path).toString('utf8'));
const sizeOf = (file: Buffer) => {
  const { width, height } = decode(file, { useTArray: true });
  return { width, height };
};

describe('the committed specimens', () => {
  it('are the people of the list', () => {
    expect(json('index.json').people.map(({ id }: { id: string }) => id)).toEqual(people.map(({ id }) => id));
  });

  it('are small', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
      statSync(join(folder, file)),
    );
    expect(files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0)).toBeLessThan(7_500_000);
  });

  it('hold one passport that has expired', () => {
    const expired = people
      .flatMap(({ documents }) => documents)
      .filter(({ holder }) => holder.expiryDate < '2027');
    expect(expired.map(({ page }) => page)).toEqual(['page-expired.jpg']);
  });

  describe.each(people)('$id', (person) => {
    it('has documents whose zones are right in every check digit and whose barcodes are whole', () => {
      const { documents } = json(person.id, 'person.json');
      expect(documents).toEqual(person.documents.map(recordOf));
      for (const { format, mrz, barcode, fields } of documents) {
        if (mrz) {
          const result = parseMrz(mrz);
          expect(result).toMatchObject({ format, valid: true, fields: { issuer: 'UTO' } });
          expect(result).toMatchObject({ fields: { documentNumber: fields.documentNumber } });
        }
        if (!barcode) continue;
        const kind = format === 'AAMVA' ? 'aamva' : 'mrz-copy';
        expect(readBarcode({ text: barcode })).toMatchObject({ kind });
      }
    });

    it('has pages and frames of the sizes that scanners and webcams give', () => {
      for (const document of person.documents) {
        for (const side of 'back' in document ? [document.page, document.back] : [document.page]) {
          const file = read(person.id, side);
          expect(sizeOf(file)).toEqual(PIXELS);
          expect(file.length).toBeLessThan(350_000);
        }
      }
      const { webcam } = json(person.id, 'person.json') as { webcam: string[] };
      expect(webcam.length).toBeGreaterThanOrEqual(8);
      for (const name of webcam) {
        const file = read(person.id, name);
        expect(sizeOf(file)).toEqual({ width: 640, height: 480 });
        expect(file.length).toBeLessThan(45_000);
      }
    });
  });
});

describe('a driving licence', () => {
  it('is a whole barcode of version 10 by an issuer that nobody is', () => {
    const licences = people.flatMap(({ documents }) => documents.filter(({ format }) => format === 'AAMVA'));
    expect(licences.length).toBeGreaterThan(0);
    for (const licence of licences) {
      const { barcode = '', fields } = recordOf(licence);
      expect(readBarcode({ text: barcode })).toMatchObject({
        version: 10,
        documentType: 'DL',
        issuer: { iin: '999999', jurisdiction: null, country: null },
        valid: true,
        missing: [],
        // The only one: the issuer is on no list.
        quirks: ['issuer'],
        truncation: { family: 'whole', given: 'whole' },
        fullDates: {
          birthDate: { text: fields.birthDate, precision: 'day' },
          expiryDate: { text: fields.expiryDate, precision: 'day' },
        },
        fields: {
          country: 'UTO',
          documentNumber: fields.documentNumber,
          familyName: fields.primary.toUpperCase(),
          givenNames: fields.secondary.toUpperCase(),
        },
      });
      expect(barcode).toContain('SPECIMEN');
    }
  });
});

describe('the canonical face mesh', () => {
  it('has 468 points and 898 triangles, the tip of the nose in front', () => {
    const { v, f } = readFaceMesh();
    expect(v).toHaveLength(468);
    expect(f).toHaveLength(898 * 3);
    expect(Math.max(...f)).toBe(467);
    expect(Math.max(...v.map(([, , z]) => z))).toBe(v[4]![2]);
  });
});
