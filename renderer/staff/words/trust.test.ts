import { expect, it } from 'vitest';
import { digestStart, listSize } from './trust.ts';

it('shows the beginning of a digest as people compare it', () => {
  expect(digestStart('3f2a91bc77de0012'.repeat(4))).toBe('3F2A 91BC 77DE 0012');
});

it('counts a list', () => {
  expect(listSize({ certificates: 512, states: 98 })).toBe('512 certificates of 98 states');
  expect(listSize({ certificates: 1, states: 1 })).toBe('1 certificate of 1 state');
});
