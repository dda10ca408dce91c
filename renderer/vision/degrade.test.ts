import { expect, it } from 'vitest';
import { asPrinted } from './degrade.ts';
import { blankRaster } from './raster.ts';

function grey(width: number, height: number, level: (x: number, y: number) => number) {
  const raster = blankRaster(width, height);
  for (let k = 0; k < width * height; k++) {
    const value = level(k % width, Math.floor(k / width));
    raster.data.set([value, value, value, 255], 4 * k);
  }
  return raster;
}

it('prints paler, with grain and lines, and the same each time', () => {
  const dark = asPrinted(grey(150, 193, () => 20));
  const light = asPrinted(grey(150, 193, () => 235));
  const mean = ({ data }: typeof dark) => data.reduce((sum, value) => sum + value, 0) / data.length;
  // A fourth of the mean is the opacity, which stays.
  expect(mean(dark)).toBeGreaterThan((3 * 20 + 255) / 4 + 10);
  expect(mean(light) - mean(dark)).toBeLessThan(0.86 * (3 / 4) * 215);
  expect(new Set(dark.data).size).toBeGreaterThan(20);
  expect(asPrinted(grey(150, 193, () => 20)).data).toEqual(dark.data);
});

it('leaves what it is given alone', () => {
  const picture = grey(40, 40, (x) => 6 * x);
  const before = picture.data.slice();
  asPrinted(picture);
  expect(picture.data).toEqual(before);
});
