import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KeptDevice, keepDevices } from '../devices/keeper.ts';
import { trackDevice } from '../devices/tracked.ts';
import { seededRandom } from '../testing/random.ts';
import { watchedList } from './bus.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pollEvery = 1000;
const deaf = () => () => {};

describe('a list that is looked at', () => {
  it('tells of a cable that was pulled and put back between two looks, when the list was asked for in between', async () => {
    let here = ['reader'];
    const watched = watchedList(
      async () => here,
      (one) => one,
      { pollEvery, watch: deaf },
    );
    await vi.advanceTimersByTimeAsync(pollEvery);
    const changed = vi.fn();
    watched.onChange(changed);
    here = [];
    expect(await watched.list()).toEqual([]);
    here = ['reader'];
    await vi.advanceTimersByTimeAsync(pollEvery);
    expect(changed).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(10 * pollEvery);
    expect(changed).toHaveBeenCalledTimes(1);
    watched.stop();
  });

  it('is empty when it cannot be had, and tells when it can be had again', async () => {
    let broken = true;
    const watched = watchedList(
      async () => {
        if (broken) throw new Error('no such bus');
        return ['reader'];
      },
      (one) => one,
      { pollEvery, watch: deaf },
    );
    const changed = vi.fn();
    watched.onChange(changed);
    expect(await watched.list()).toEqual([]);
    await vi.advanceTimersByTimeAsync(3 * pollEvery);
    expect(changed).not.toHaveBeenCalled();
    broken = false;
    await vi.advanceTimersByTimeAsync(pollEvery);
    expect(changed).toHaveBeenCalledTimes(1);
    watched.stop();
  });
});

/** A bus whose list is a moment old when it is answered, whose hot-plug events come or not, and a keeper of its devices. */
function bench(seed: number) {
  const { below } = seededRandom(seed);
  const here = new Set<string>();
  let event = () => {};
  const lists = watchedList(
    async () => {
      const seen = [...here];
      await new Promise((done) => setTimeout(done, below(400)));
      return seen;
    },
    (one) => one,
    {
      pollEvery,
      watch(changed) {
        event = changed;
        return () => {};
      },
    },
  );
  const bus = { simulated: true, ...lists, close: async () => lists.stop() };
  const lost = new Map<string, () => void>();
  const keeper = keepDevices<string, true, KeptDevice<string>>(bus, {
    profileOf: () => true,
    keyOf: (one) => one,
    idOf: (one, rank) => `${one}#${rank}`,
    make(id, first, _, gone) {
      const device = trackDevice(
        { id, kind: 'mrz-reader', name: id, transport: 'hid', simulated: true, gesture: 'swipe' },
        () => {},
      );
      let attached: string | null = null;
      // The port of a device that is pulled dies at once, long before any list tells.
      lost.set(first, () => {
        if (attached === null) return;
        attached = null;
        gone();
      });
      return {
        device,
        get attached() {
          return attached;
        },
        attach(info) {
          attached = info;
          if (!here.has(info)) lost.get(info)?.();
        },
        detach() {
          attached = null;
        },
        close: async () => {},
      };
    },
  });
  return {
    keeper,
    async act() {
      const one = `reader-${below(3)}`;
      if (here.delete(one)) lost.get(one)?.();
      else here.add(one);
      if (below(3) === 0) event();
      await vi.advanceTimersByTimeAsync(below(900));
    },
    here: () => [...here].sort(),
    attached: () =>
      keeper
        .kept()
        .flatMap(({ attached }) => attached ?? [])
        .sort(),
  };
}

it('leads a keeper to what is plugged in, however cables were pulled and put back', async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { keeper, act, here, attached } = bench(seed);
    for (let step = 0; step < 12; step++) await act();
    await vi.advanceTimersByTimeAsync(3 * pollEvery);
    expect(attached(), `seed ${seed}`).toEqual(here());
    await keeper.close();
  }
});
