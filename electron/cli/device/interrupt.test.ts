import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { driversUp } from './drivers-up.ts';
import { untilInterrupted } from './interrupt.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

it('counts its seconds from when that is there which it waits for, and not at all once released', async () => {
  const begun = Promise.withResolvers<void>();
  const late = untilInterrupted(2, begun.promise);
  const now = untilInterrupted(2);
  const released = untilInterrupted(2, begun.promise);
  released.release();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([late, now, released].map(({ signal }) => signal.aborted)).toEqual([false, true, false]);
  begun.resolve();
  await vi.advanceTimersByTimeAsync(1900);
  expect(late.signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  await late.over;
  expect([late, now, released].map(({ signal }) => signal.aborted)).toEqual([true, true, false]);
  for (const one of [late, now]) one.release();
  expect(vi.getTimerCount()).toBe(0);
});

it('knows when the drivers are up', async () => {
  vi.useRealTimers();
  let state: 'down' | 'up' = 'down';
  setTimeout(() => {
    state = 'up';
  }, 120);
  const began = performance.now();
  await driversUp({ health: () => ({ state }) as never });
  expect(performance.now() - began).toBeGreaterThan(100);
});
