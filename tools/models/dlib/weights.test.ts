import { describe, expect, it } from 'vitest';
import { readWeights } from './weights.ts';

const manifest = (count: number) =>
  JSON.stringify([
    {
      weights: [
        {
          name: 'q',
          shape: [count],
          dtype: 'float32',
          quantization: { dtype: 'uint8', scale: 0.5, min: -1 },
        },
        { name: 'f', shape: [1, 1], dtype: 'float32' },
      ],
    },
  ]);
const data = Uint8Array.of(0, 2, 255, 0, 0, 0x80, 0x3f);

describe('readWeights', () => {
  it('undoes the quantisation and reads floats', () => {
    const weights = readWeights(manifest(3), data);
    expect([...weights.get('q')!.values]).toEqual([-1, 0, 126.5]);
    expect([...weights.get('f')!.values]).toEqual([1]);
    expect(weights.get('f')!.shape).toEqual([1, 1]);
  });

  it.each([2, 4])('refuses data that does not fit', (count) => {
    expect(() => readWeights(manifest(count), data)).toThrowError(
      expect.objectContaining({ code: 'models/input-malformed' }),
    );
  });
});
