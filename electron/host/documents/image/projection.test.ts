import { expect, it } from 'vitest';
import { fitProjection, indexAt, placeOf, stepAt } from './projection.ts';

it('fits an even comb seen at a slant, wherever it is counted from', () => {
  const slanted = { at: 100, step: 20, lean: 0.004 };
  const indices = Array.from({ length: 44 }, (_, i) => i + 7);
  const places = indices.map((i) => placeOf(slanted, i));
  const found = fitProjection(indices, places);
  for (const [k, index] of indices.entries()) {
    expect(placeOf(found, index)).toBeCloseTo(places[k]!, 6);
    expect(indexAt(found, places[k]!)).toBeCloseTo(index, 6);
  }
  expect(stepAt(found, 20)).toBeCloseTo((placeOf(slanted, 20.01) - placeOf(slanted, 19.99)) / 0.02, 3);
});

it('takes few teeth as even', () => {
  const found = fitProjection([0, 1, 2, 3, 4], [10, 21, 29, 41, 49]);
  expect(found.lean).toBe(0);
  expect(found.step).toBeCloseTo(9.8, 6);
  expect(found.at).toBeCloseTo(10.4, 6);
});
