import { expect, it } from 'vitest';
import { cutPicture, turnPicture } from './cut-picture.ts';
import { decodePicture } from './picture/decode.ts';
import { encodeJpeg } from './picture/encode.ts';

/** 48 x 32 pixels, its left upper quarter red, the rest white. */
function file(): Uint8Array {
  const rgba = new Uint8Array(48 * 32 * 4).fill(255);
  for (let y = 0; y < 16; y += 1) for (let x = 0; x < 24; x += 1) rgba.set([220, 20, 20], (y * 48 + x) * 4);
  return encodeJpeg({ width: 48, height: 32, rgba, dotsPerInch: 300 });
}

function greenAt(jpeg: Uint8Array, x: number, y: number): number {
  const { width, rgba } = decodePicture(jpeg);
  return rgba[(y * width + x) * 4 + 1]!;
}

it.each([
  [90, 32, 48, [24, 8]],
  [180, 48, 32, [36, 24]],
  [270, 32, 48, [8, 40]],
] as const)('turns by %i degrees clockwise', (degrees, width, height, [x, y]) => {
  const turned = turnPicture(file(), degrees);
  expect(decodePicture(turned)).toMatchObject({ width, height, dotsPerInch: 300 });
  expect(greenAt(turned, x, y)).toBeLessThan(60);
  expect(greenAt(turned, width - 1 - x, height - 1 - y)).toBeGreaterThan(220);
});

it('cuts a box out of a picture', () => {
  const cut = cutPicture(file(), { x: 15.4, y: 8, width: 16, height: 16 });
  expect(decodePicture(cut)).toMatchObject({ width: 17, height: 16, dotsPerInch: 300 });
  expect(greenAt(cut, 2, 2)).toBeLessThan(60);
  expect(greenAt(cut, 15, 13)).toBeGreaterThan(220);
});

it('leaves off what sticks out, and says when nothing is left', () => {
  expect(decodePicture(cutPicture(file(), { x: -10, y: 20, width: 30, height: 99 }))).toMatchObject({
    width: 20,
    height: 12,
  });
  for (const x of [48, -5, Number.NaN])
    expect(() => cutPicture(file(), { x, y: 0, width: 5, height: 5 })).toThrow(
      expect.objectContaining({ code: 'page/box' }),
    );
});
