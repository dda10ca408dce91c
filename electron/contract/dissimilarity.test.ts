import { expect, it } from 'vitest';
import { dissimilarity } from './dissimilarity.ts';

it('measures distances, or angles whatever the lengths', () => {
  expect(dissimilarity('euclidean', [0, 3], [4, 0])).toBe(5);
  expect(dissimilarity('cosine', [1, 0], [0, 7])).toBeCloseTo(1, 9);
  expect(dissimilarity('cosine', [2, 2], [5, 5])).toBeCloseTo(0, 9);
  expect(dissimilarity('cosine', [1, 0], [-3, 0])).toBeCloseTo(2, 9);
});

it('takes a vector without a direction for unlike', () => {
  expect(dissimilarity('cosine', [0, 0], [1, 0])).toBe(1);
});
