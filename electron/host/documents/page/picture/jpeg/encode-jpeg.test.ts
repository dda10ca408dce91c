import fc from 'fast-check';
import { decode } from 'jpeg-js';
import { expect, it } from 'vitest';
import { createRandom } from '../../testing/random.ts';
import { specimenPage } from '../../testing/specimen.ts';
import { decodeJpeg } from './decode-jpeg.ts';
import { encodeJpegFile } from './encode-jpeg.ts';

/** Peak signal to noise ratio in decibels; pictures that cannot be told apart have 40 and more. */
function likeness(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at]! - other[at]!) ** 2;
  return 10 * Math.log10((255 ** 2 * one.length) / Math.max(1, sum));
}

it('keeps a page as it looks, to our decoder and another', () => {
  const { width, height, rgba } = specimenPage(150);
  const file = encodeJpegFile(width, height, rgba, 90, 300);
  expect(likeness(decodeJpeg(file, 1e7).rgba, rgba)).toBeGreaterThan(34);
  expect(likeness(decode(file, { useTArray: true }).data, rgba)).toBeGreaterThan(34);
  expect(file.length).toBeLessThan(0.4 * width * height);
});

it('is larger and truer at a higher quality', () => {
  const { width, height, rgba } = specimenPage(100);
  const files = [30, 60, 90, 98].map((quality) => encodeJpegFile(width, height, rgba, quality, null));
  const likenesses = files.map((file) => likeness(decodeJpeg(file, 1e7).rgba, rgba));
  for (let i = 1; i < files.length; i += 1) {
    expect(files[i]!.length).toBeGreaterThan(files[i - 1]!.length);
    expect(likenesses[i]).toBeGreaterThan(likenesses[i - 1]!);
  }
});

it('writes whatever there is: any size, any noise', () => {
  const size = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(size, size, fc.nat(), fc.integer({ min: 1, max: 100 }), (width, height, seed, quality) => {
      const random = createRandom(seed);
      const rgba = Uint8Array.from({ length: width * height * 4 }, () => (random() < 0.5 ? 0 : 255));
      const file = encodeJpegFile(width, height, rgba, quality, null);
      const decoded = decodeJpeg(file, 1e7);
      expect([decoded.width, decoded.height]).toEqual([width, height]);
      const theirs = decode(file, { useTArray: true });
      expect(Math.max(...decoded.rgba.map((one, at) => Math.abs(one - theirs.data[at]!)))).toBeLessThan(9);
    }),
    { numRuns: 300 },
  );
});
