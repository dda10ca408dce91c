import { expect, it } from 'vitest';
import { createRandom } from '../../../../tools/mrz-net/random.ts';
import type { GreyImage } from './grey.ts';
import { blackHat, dilate, erode, otsu, quarterTurn } from './morphology.ts';

function noise(width: number, height: number): GreyImage {
  const random = createRandom(width * 1000 + height);
  return { width, height, data: Uint8Array.from({ length: width * height }, () => random.whole(0, 256)) };
}

function bySearch({ width, height, data }: GreyImage, across: number, down: number, sign: 1 | -1): number[] {
  return Array.from(data, (_, i) => {
    const [x, y] = [i % width, Math.trunc(i / width)];
    let best = sign === 1 ? 0 : 255;
    for (let v = Math.max(0, y - (down >> 1)); v <= Math.min(height - 1, y + (down >> 1)); v += 1)
      for (let u = Math.max(0, x - (across >> 1)); u <= Math.min(width - 1, x + (across >> 1)); u += 1)
        best = sign === 1 ? Math.max(best, data[v * width + u]!) : Math.min(best, data[v * width + u]!);
    return best;
  });
}

it('takes the lightest and the darkest of a window, as a plain search does', () => {
  for (const [width, height] of [
    [1, 1],
    [7, 3],
    [40, 23],
  ] as const)
    for (const [across, down] of [
      [3, 3],
      [11, 5],
      [5, 27],
    ] as const) {
      const image = noise(width, height);
      expect([...dilate(image, across, down).data]).toEqual(bySearch(image, across, down, 1));
      expect([...erode(image, across, down).data]).toEqual(bySearch(image, across, down, -1));
    }
});

it('keeps fine dark strokes and drops uneven light', () => {
  const image = noise(60, 40);
  for (let i = 0; i < image.data.length; i += 1) image.data[i] = 120 + (i % 60) + (i % 60 === 30 ? -80 : 0);
  const hat = blackHat(image, 9, 9).data;
  expect(hat[20 * 60 + 30]).toBeGreaterThan(75);
  expect(hat[20 * 60 + 15]).toBeLessThan(10);
});

it('parts dark from light, and turns pictures', () => {
  const image: GreyImage = { width: 3, height: 2, data: Uint8Array.of(10, 12, 200, 11, 210, 205) };
  expect(otsu(image)).toBeGreaterThanOrEqual(12);
  expect(otsu(image)).toBeLessThan(200);
  expect(quarterTurn(image)).toEqual({ width: 2, height: 3, data: Uint8Array.of(11, 10, 210, 12, 205, 200) });
});
