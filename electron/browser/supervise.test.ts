import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BrowserWindow } from './chromium.ts';
import { keepOpen } from './supervise.ts';

interface Fake extends BrowserWindow {
  exit(): void;
  closed: boolean;
}

function windows() {
  const opened: Fake[] = [];
  let broken = false;
  return {
    opened,
    break(state: boolean) {
      broken = state;
    },
    open(): BrowserWindow {
      if (broken) throw new Error('ENOSPC');
      const listeners: ((code: number | null) => void)[] = [];
      const fake: Fake = {
        pid: opened.length + 1,
        closed: false,
        onExit: (listener) => listeners.push(listener),
        exit: () => {
          for (const listener of listeners.splice(0)) listener(1);
        },
        async close() {
          fake.closed = true;
          fake.exit();
        },
      };
      opened.push(fake);
      return fake;
    },
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('keepOpen', () => {
  test('opens again, more slowly each time, up to half a minute', () => {
    const fake = windows();
    keepOpen(fake.open);
    for (const delay of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      const before = fake.opened.length;
      fake.opened.at(-1)?.exit();
      vi.advanceTimersByTime(delay - 1);
      expect(fake.opened).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(fake.opened).toHaveLength(before + 1);
    }
  });

  test('forgives a window that lived', () => {
    const fake = windows();
    keepOpen(fake.open);
    for (let deaths = 0; deaths < 5; deaths += 1) {
      fake.opened.at(-1)?.exit();
      vi.advanceTimersByTime(30_000);
    }
    vi.advanceTimersByTime(60_001);
    fake.opened.at(-1)?.exit();
    vi.advanceTimersByTime(500);
    expect(fake.opened).toHaveLength(7);
  });

  test('goes on trying when a window cannot even be started', () => {
    const fake = windows();
    fake.break(true);
    keepOpen(fake.open);
    vi.advanceTimersByTime(10_000);
    fake.break(false);
    vi.advanceTimersByTime(30_000);
    expect(fake.opened).toHaveLength(1);
  });

  test('replaces a window without taking the end of the old one for a crash', async () => {
    const fake = windows();
    const kept = keepOpen(fake.open);
    const closeOld = kept.replace();
    expect(fake.opened).toHaveLength(2);
    expect(fake.opened[0]?.closed).toBe(false);
    await closeOld();
    expect(fake.opened[0]?.closed).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(fake.opened).toHaveLength(2);
    expect(kept.pid()).toBe(2);
  });

  test('replaces one that has just crashed by one, not by two', async () => {
    const fake = windows();
    const kept = keepOpen(fake.open);
    fake.opened[0]?.exit();
    await kept.replace()();
    vi.advanceTimersByTime(60_000);
    expect(fake.opened).toHaveLength(2);
  });

  test('opens nothing once it was stopped', async () => {
    const fake = windows();
    const kept = keepOpen(fake.open);
    await kept.stop();
    kept.replace();
    vi.advanceTimersByTime(60_000);
    expect(fake.opened).toHaveLength(1);
    expect(fake.opened[0]?.closed).toBe(true);
  });
});
