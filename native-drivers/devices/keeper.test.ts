import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Bus } from '../transports/bus.ts';
import { type KeptDevice, keepDevices } from './keeper.ts';
import { trackDevice } from './tracked.ts';

interface Thing {
  path: string;
  serial: string;
  profile: string;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A bus of things that are named by their serial numbers, and which of their devices were closed. */
function bench() {
  const attached = new Map<string, Thing>();
  const closed: string[] = [];
  let changed = () => {};
  const bus: Bus<Thing> = {
    simulated: true,
    list: async () => [...attached.values()],
    onChange(listener) {
      changed = listener;
      return () => {};
    },
    close: async () => {},
  };
  const keeper = keepDevices<Thing, string, KeptDevice<Thing> & { profile: string }>(bus, {
    profileOf: ({ profile }) => profile,
    keyOf: ({ path, serial, profile }) => `${path} ${serial} ${profile}`,
    idOf: ({ serial }, rank) => `${serial}#${rank}`,
    make(id, _, profile) {
      const device = trackDevice(
        { id, kind: 'mrz-reader', name: id, transport: 'hid', simulated: true, gesture: 'swipe' },
        () => {},
      );
      let now: Thing | null = null;
      return {
        device,
        profile,
        get attached() {
          return now;
        },
        attach(info) {
          now = info;
          device.apply({ type: 'appeared' });
        },
        detach() {
          now = null;
          device.apply({ type: 'vanished' });
        },
        close: async () => void closed.push(id),
      };
    },
  });
  const settle = () => vi.advanceTimersByTimeAsync(1);
  const plug = (path: string, serial: string, profile = 'a') => {
    attached.set(path, { path, serial, profile });
    changed();
    return settle();
  };
  const pull = (path: string) => {
    attached.delete(path);
    changed();
    return settle();
  };
  const list = () =>
    keeper
      .devices()
      .map((one) => one.snapshot())
      .map(({ id, state }) => `${id} ${state}`);
  return { keeper, plug, pull, list, closed };
}

it('forgets the longest gone of what names itself anew at each plug, and nothing that is there', async () => {
  const { plug, pull, list, closed } = bench();
  await plug('there', 'stays');
  await plug('old', 'pulled now and then');
  for (let n = 0; n < 100; n++) {
    await plug('port', `new${n}`);
    if (n === 50) await pull('old');
    if (n === 97) await plug('old', 'pulled now and then');
    if (n === 98) await pull('old');
    await pull('port');
  }
  expect(list().sort()).toEqual([
    ...[93, 94, 95, 96, 97, 98, 99].map((n) => `new${n}#1 absent`),
    'pulled now and then#1 absent',
    'stays#1 present',
  ]);
  expect(closed).toHaveLength(94);
});

it('makes another device of what comes back as something else', async () => {
  const { keeper, plug, pull, list, closed } = bench();
  await plug('port', 'one', 'a');
  await pull('port');
  await plug('port', 'one', 'a');
  expect(closed).toEqual([]);
  await plug('port', 'one', 'b');
  expect(list()).toEqual(['one#1 present']);
  expect(keeper.kept().map(({ profile }) => profile)).toEqual(['b']);
  expect(closed).toEqual(['one#1']);
});
