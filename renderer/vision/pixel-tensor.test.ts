import { expect, it } from 'vitest';
import { pixelTensor } from './pixel-tensor.ts';

/** Two pixels beside each other: red 10, green 20, blue 30 and 40, 50, 60. */
const picture = { width: 2, height: 1, data: Uint8ClampedArray.of(10, 20, 30, 255, 40, 50, 60, 255) };
const plain = { mean: [0, 0, 0], std: [1, 1, 1] };

it('lays channels out plane after plane, or pixel after pixel, in either order', () => {
  const tensor = (layout: 'NCHW' | 'NHWC', colour: 'RGB' | 'BGR') => [
    ...pixelTensor(picture, { ...plain, layout, colour }),
  ];
  expect(tensor('NCHW', 'RGB')).toEqual([10, 40, 20, 50, 30, 60]);
  expect(tensor('NCHW', 'BGR')).toEqual([30, 60, 20, 50, 10, 40]);
  expect(tensor('NHWC', 'RGB')).toEqual([10, 20, 30, 40, 50, 60]);
  expect(tensor('NHWC', 'BGR')).toEqual([30, 20, 10, 60, 50, 40]);
});

it('takes means and deviations in the order of the network’s channels', () => {
  const input = { layout: 'NHWC', colour: 'BGR', mean: [30, 20, 10], std: [1, 2, 4] } as const;
  expect([...pixelTensor(picture, { ...input, mean: [...input.mean], std: [...input.std] })]).toEqual([
    0, 0, 0, 30, 15, 7.5,
  ]);
});
