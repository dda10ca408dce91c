import { expect, it } from 'vitest';
import { memoryWatch, usualMemory } from './drivers-memory.ts';

const mebibyte = 2 ** 20;

it('finds nothing wrong with pages that pass through', () => {
  const look = memoryWatch(usualMemory);
  for (let second = 0; second < 600; second++) {
    // Every fifth heartbeat falls into a scan, at far more than was ever measured.
    const held = second % 5 === 0 ? 700 : 350;
    expect(look(held * mebibyte, second * 1000)).toBe('fine');
  }
});

it('calls it a leak when it stays over the limit for a minute, and not before', () => {
  const look = memoryWatch(usualMemory);
  expect(look(513 * mebibyte, 0)).toBe('fine');
  expect(look(600 * mebibyte, 59_999)).toBe('fine');
  expect(look(600 * mebibyte, 60_000)).toBe('leaking');
  expect(look(512 * mebibyte, 61_000)).toBe('fine');
  expect(look(600 * mebibyte, 62_000)).toBe('fine');
});

it('waits for nothing when it gets out of hand', () => {
  expect(memoryWatch(usualMemory)(1025 * mebibyte, 0)).toBe('out-of-hand');
});
