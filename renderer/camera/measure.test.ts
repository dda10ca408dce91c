import { expect, it } from 'vitest';
import { meanLuma } from './measure.ts';

it.each([
  ['white', [255, 255, 255, 255], 255],
  ['black', [0, 0, 0, 255], 0],
  ['green, which the eye takes for brightest', [0, 255, 0, 255], 182.4],
  ['half of black and white', [0, 0, 0, 255, 255, 255, 255, 255], 127.5],
])('the mean luma of %s', (_, pixels, luma) => {
  expect(meanLuma(pixels)).toBeCloseTo(luma, 1);
});
