import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { decode, encode } from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { JPEGS } from '../../testing/jpegs.ts';
import { createRandom } from '../../testing/random.ts';
import { JpegDamage } from './damage.ts';
import { decodeJpeg } from './decode-jpeg.ts';

const MOST = 1e7;
const page = readFileSync(join(import.meta.dirname, '../../../../../../resources/specimens/amara/page.jpg'));

function drawn(width: number, height: number, seed: number): Uint8Array {
  const random = createRandom(seed);
  const data = Uint8Array.from({ length: width * height * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : 128 + 100 * Math.sin(at / 40) + 20 * random(),
  );
  return encode({ width, height, data }, 80).data;
}

describe('a JPEG', () => {
  const coloured = Object.entries(JPEGS).filter(([kind]) => kind !== 'grey');
  it.each(coloured)('%s', (_kind, base64) => {
    const { width, height, rgba } = decodeJpeg(Buffer.from(base64, 'base64'), MOST);
    expect([width, height]).toEqual([32, 16]);
    for (let y = 0; y < 16; y += 1)
      for (let x = 0; x < 32; x += 1) {
        const wanted = x < 16 ? [200, 60, 40] : [40, 90, 210];
        for (const [i, level] of wanted.entries())
          expect(Math.abs(rgba[(y * 32 + x) * 4 + i]! - level), `${x}, ${y}`).toBeLessThan(4);
        expect(rgba[(y * 32 + x) * 4 + 3]).toBe(255);
      }
  });

  it('grey', () => {
    const { rgba } = decodeJpeg(Buffer.from(JPEGS.grey, 'base64'), MOST);
    expect([...rgba.subarray(20, 24)]).toEqual([100, 100, 100, 255]);
  });

  it('is what another decoder makes of it, but for rounding', () => {
    const theirs = decode(page, { useTArray: true });
    const { rgba } = decodeJpeg(page, MOST);
    expect(rgba.length).toBe(theirs.data.length);
    let most = 0;
    let sum = 0;
    for (let at = 0; at < rgba.length; at += 1) {
      const off = Math.abs(rgba[at]! - theirs.data[at]!);
      most = Math.max(most, off);
      sum += off;
    }
    expect(most).toBeLessThan(5);
    expect(sum / rgba.length).toBeLessThan(0.5);
  });

  it('of any size', () => {
    for (let size = 1; size <= 18; size += 1) {
      const file = drawn(size, 19 - size, size);
      const theirs = decode(file, { useTArray: true });
      const { width, height, rgba } = decodeJpeg(file, MOST);
      expect([width, height]).toEqual([size, 19 - size]);
      expect(Math.max(...rgba.map((one, at) => Math.abs(one - theirs.data[at]!)))).toBeLessThan(5);
    }
  });
});

describe('a damaged JPEG', () => {
  const files = [
    drawn(70, 50, 3),
    ...Object.values(JPEGS).map((one) => new Uint8Array(Buffer.from(one, 'base64'))),
  ];

  it('that breaks off is no picture; a sequential one may lack its last marker', () => {
    for (const file of files) {
      for (let length = 0; length < file.length - 2; length += 1 + Math.floor(length / 40)) {
        const cut = file.subarray(0, length);
        expect(() => decodeJpeg(cut, MOST), `${length} of ${file.length}`).toThrow(JpegDamage);
      }
      const lacking = () => decodeJpeg(file.subarray(0, -2), MOST);
      if (isProgressive(file)) expect(lacking).toThrow(JpegDamage);
      else expect(lacking().width).toBeGreaterThan(0);
    }
  });

  it('never does anything but say so', () => {
    const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        (file, changes) => {
          const changed = Uint8Array.from(file);
          for (const [at, byte] of changes) changed[at % changed.length] = byte;
          try {
            const { width, height, rgba } = decodeJpeg(changed, MOST);
            expect(rgba.length).toBe(width * height * 4);
          } catch (error) {
            expect(error).toBeInstanceOf(JpegDamage);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('that is too large takes no memory', () => {
    const huge = Uint8Array.from(drawn(16, 16, 1));
    const frame = huge.findIndex((byte, at) => byte === 0xff && huge[at + 1] === 0xc0);
    huge.set([0xff, 0xf0, 0xff, 0xf0], frame + 5);
    expect(() => decodeJpeg(huge, MOST)).toThrow(JpegDamage);
  });
});

function isProgressive(file: Uint8Array): boolean {
  return file.some((byte, at) => byte === 0xff && file[at + 1] === 0xc2);
}
