import { expect, test } from 'vitest';
import { clockFace, partLeft, secondsUntil } from './countdown.ts';

test('seconds are rounded up and never negative', () => {
  expect(secondsUntil(10_000, 9_001)).toBe(1);
  expect(secondsUntil(10_000, 10_000)).toBe(0);
  expect(secondsUntil(10_000, 99_000)).toBe(0);
  expect(secondsUntil(70_000, 9_500)).toBe(61);
});

test('a clock face has two digits for the seconds', () => {
  expect(clockFace(245)).toBe('4:05');
  expect(clockFace(0)).toBe('0:00');
});

test('the part that is left stays between 1 and 0', () => {
  expect(partLeft(0, 100, -20)).toBe(1);
  expect(partLeft(0, 100, 25)).toBe(0.75);
  expect(partLeft(0, 100, 180)).toBe(0);
  expect(partLeft(100, 100, 100)).toBe(0);
});
