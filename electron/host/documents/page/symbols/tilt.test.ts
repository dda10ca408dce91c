import { expect, it } from 'vitest';
import type { GreyImage } from '../../image/index.ts';
import { tilts, turn } from './tilt.ts';

/** Upright bars of 3 to 9 pixels on white. */
function bars(width = 240, height = 120): GreyImage {
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 20; y < height - 20; y += 1)
    for (let x = 20; x < width - 20; x += 1)
      if (Math.floor(x / 3) % 4 === 0 || Math.floor(x / 9) % 3 === 0) data[y * width + x] = 0;
  return { width, height, data };
}

it.each([-40, -20, -7, -3, 0, 4, 11, 30, 44])('finds a tilt of %i degrees', (degrees) => {
  const [first] = tilts(turn(bars(), degrees).image, 3);
  expect(Math.abs((first ?? 99) - degrees)).toBeLessThanOrEqual(1);
});

it('finds none where nothing is drawn', () => {
  expect(tilts({ width: 50, height: 50, data: new Uint8Array(2_500).fill(200) }, 3)).toEqual([]);
  expect(tilts({ width: 1, height: 1, data: new Uint8Array(1) }, 3)).toEqual([]);
});

it('turns clockwise, keeps everything, and knows the way back', () => {
  const image: GreyImage = { width: 40, height: 20, data: new Uint8Array(800).fill(255) };
  for (const at of [85, 86, 125, 126]) image.data[at] = 0;
  const { image: turned, back } = turn(image, 90);
  expect([turned.width, turned.height]).toEqual([20, 40]);
  const dark = [...turned.data.keys()].filter((at) => (turned.data[at] ?? 0) < 100);
  expect(dark.length).toBeGreaterThan(0);
  for (const at of dark) {
    const { x, y } = back({ x: at % 20, y: Math.floor(at / 20) });
    expect(Math.abs(x - 5.5)).toBeLessThan(1.5);
    expect(Math.abs(y - 2.5)).toBeLessThan(1.5);
    expect(at % 20).toBeGreaterThan(14);
    expect(Math.floor(at / 20)).toBeLessThan(8);
  }
});
