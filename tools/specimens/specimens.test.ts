import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { composeTd3, parseMrz } from '../../electron/host/documents/mrz/index.ts';
import { readFaceMesh } from './face-mesh.ts';
import { PIXELS } from './passport.ts';
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
    expect(files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0)).toBeLessThan(3_500_000);
  });

  it('hold one passport that has expired', () => {
    const expired = people
      .flatMap(({ documents }) => documents)
      .filter(({ holder }) => holder.expiryDate < '2026');
    expect(expired.map(({ page }) => page)).toEqual(['page-expired.jpg']);
  });

  describe.each(people)('$id', (person) => {
    it('has documents of Utopia whose zones are right in every check digit', () => {
      const record = json(person.id, 'person.json');
      expect(record.documents).toHaveLength(person.documents.length);
      for (const [k, document] of person.documents.entries()) {
        expect(record.documents[k].mrz).toEqual(composeTd3(document.holder));
        const result = parseMrz(record.documents[k].mrz);
        expect(result).toMatchObject({ format: 'TD3', valid: true });
        expect(document.holder.issuer).toBe('UTO');
      }
    });

    it('has pages and frames of the sizes that scanners and webcams give', () => {
      for (const { page } of person.documents) {
        const file = read(person.id, page);
        expect(sizeOf(file)).toEqual(PIXELS);
        expect(file.length).toBeLessThan(350_000);
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

describe('the canonical face mesh', () => {
  it('has 468 points and 898 triangles, the tip of the nose in front', () => {
    const { v, f } = readFaceMesh();
    expect(v).toHaveLength(468);
    expect(f).toHaveLength(898 * 3);
    expect(Math.max(...f)).toBe(467);
    expect(Math.max(...v.map(([, , z]) => z))).toBe(v[4]![2]);
  });
});
