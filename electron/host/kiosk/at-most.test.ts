import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { atMost } from './at-most.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('work that takes too long is not waited for', async () => {
  let over = false;
  void atMost(new Promise(() => {}), 5_000).then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(4_999);
  expect(over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(over).toBe(true);
});

test('work that is done in time leaves no timer behind', async () => {
  await atMost(Promise.resolve(), 5_000);
  await expect(atMost(Promise.reject(new Error('of a test')), 5_000)).rejects.toThrow('of a test');
  expect(vi.getTimerCount()).toBe(0);
});
