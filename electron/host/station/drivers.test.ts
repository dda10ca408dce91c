import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type Channel,
  channelPair,
  type Device,
  type DriverEvents,
  driverEventNames,
  link,
} from '../../contract/index.ts';
import { superviseDrivers } from './drivers.ts';
import type { DriverProcess, DriversPort } from './drivers-port.ts';

const reader: Device = {
  id: 'r',
  kind: 'mrz-reader',
  name: 'Reader',
  transport: 'hid',
  state: 'ready',
  simulated: false,
  fault: null,
};
const state = {
  people: [],
  presented: null,
  standing: 'anna',
  faults: {},
  chip: { laid: false, defect: 'none', defects: [] },
};

/** A driver process in this one: what it answers can be replaced, and it dies when told. */
function fakeProcesses() {
  const lives: {
    calls: Record<string, (body: never) => unknown>;
    events: DriverEvents;
    far: Channel;
    die(): void;
    killed: boolean;
  }[] = [];
  const spawn = (): DriverProcess => {
    const [near, far] = channelPair();
    const exits: (() => void)[] = [];
    const calls: Record<string, (body: never) => unknown> = {
      ping: () => ({ pid: 7, residentBytes: 1 }),
      list: () => [reader],
      simulate: vi.fn(() => state),
      scan: () => ({
        source: 'r',
        at: 1,
        reading: { kind: 'image', bytes: new Uint8Array(9), mediaType: 'image/jpeg', dotsPerInch: 300 },
      }),
      openChip: () => ({ atr: new Uint8Array([0x3b, 0x80]) }),
      transmit: ({ command }: { command: Uint8Array }) => Uint8Array.of(command[1] ?? 0, 0x90, 0x00),
      resetChip: () => {},
      closeChip: () => {},
      quit: () => life.die(),
    };
    const answering = Object.fromEntries(
      Object.keys(calls).map((name) => [name, (body: never) => calls[name]?.(body)]),
    );
    const { remote } = link<DriverEvents>(far, answering);
    const events = Object.fromEntries(
      driverEventNames.map((name) => [
        name,
        (body: never) => void remote[name as 'readStarted'](body).catch(() => {}),
      ]),
    ) as unknown as DriverEvents;
    const life = {
      calls,
      events,
      far,
      killed: false,
      die() {
        far.close();
        for (const exit of exits.splice(0)) exit();
      },
    };
    lives.push(life);
    return {
      channel: near,
      kill() {
        life.killed = true;
        life.die();
      },
      onExit: (listener) => exits.push(listener),
    };
  };
  return { lives, spawn, last: () => lives.at(-1)! };
}

let drivers: DriversPort | undefined;
const start = async () => {
  vi.useFakeTimers();
  const processes = fakeProcesses();
  const onRestart = vi.fn();
  const port = superviseDrivers({ spawn: processes.spawn, onRestart });
  drivers = port;
  const heard: unknown[] = [];
  for (const name of [
    'devicesChanged',
    'readStarted',
    'documentRead',
    'readFailed',
    'chipPresent',
    'chipGone',
    'simulatorChanged',
  ] as const) {
    port.on(name, (body: unknown) => heard.push([name, body]));
  }
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
  await pass(10);
  return { ...processes, drivers: port, onRestart, heard, pass };
};

afterEach(async () => {
  const stopping = drivers?.stop();
  if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(2000);
  await stopping;
  drivers = undefined;
  vi.useRealTimers();
});

describe('the supervisor of the drivers', () => {
  it('lists, scans, simulates, and knows how the process is', async () => {
    const { drivers, pass } = await start();
    expect(drivers.devices()).toEqual([reader]);
    expect((await drivers.scan({ device: 'r', dotsPerInch: 300 })).reading.kind).toBe('image');
    expect(await drivers.simulate({ type: 'remove' })).toEqual(state);
    expect(drivers.simulator()).toEqual(state);
    await pass(60_000);
    expect(drivers.health()).toEqual({
      state: 'up',
      restarts: 0,
      hangs: 0,
      leaks: 0,
      malformed: 0,
      pid: 7,
      residentBytes: 1,
    });
  });

  it('carries commands to a chip and its answers, and tells when one is laid down or taken away', async () => {
    const { drivers, last, heard, pass } = await start();
    last().events.chipPresent('chips');
    last().events.chipGone('chips');
    await pass(1);
    expect(heard.slice(-2)).toEqual([
      ['chipPresent', 'chips'],
      ['chipGone', 'chips'],
    ]);
    const device = 'chips';
    expect(await drivers.openChip({ device })).toEqual({ atr: new Uint8Array([0x3b, 0x80]) });
    // A view of a larger buffer carries its own octets and no others.
    const command = new Uint8Array([9, 9, 0x00, 0xa4, 0x02, 0x0c]).subarray(2);
    expect(await drivers.transmit({ device, command })).toEqual(new Uint8Array([0xa4, 0x90, 0x00]));
    await drivers.resetChip({ device });
    await drivers.closeChip({ device });
    last().calls.transmit = () => new Uint8Array([0x90]);
    await expect(drivers.transmit({ device, command })).rejects.toMatchObject({ code: 'device/protocol' });
    last().calls.openChip = () => ({ atr: new Uint8Array(34) });
    await expect(drivers.openChip({ device })).rejects.toMatchObject({ code: 'device/protocol' });
    last().calls.transmit = () => new Promise(() => {});
    const asked = expect(drivers.transmit({ device, command })).rejects.toMatchObject({
      code: 'device/failed',
    });
    last().die();
    await asked;
  });

  it('starts a dead process again, its devices away meanwhile, its readings failed', async () => {
    const { drivers, last, lives, heard, onRestart, pass } = await start();
    last().events.simulatorChanged(state);
    last().events.readStarted('r');
    await pass(1);
    const scanning = expect(drivers.scan({ device: 'r', dotsPerInch: 300 })).rejects.toMatchObject({
      code: 'device/failed',
    });
    last().calls.scan = () => new Promise(() => {});
    last().die();
    await scanning;
    expect(heard).toContainEqual(['readFailed', { source: 'r', code: 'device/failed' }]);
    expect(drivers.devices()).toEqual([{ ...reader, state: 'absent' }]);
    expect(drivers.health().state).toBe('down');
    await expect(drivers.scan({ device: 'r', dotsPerInch: 300 })).rejects.toMatchObject({
      code: 'device/disconnected-before-sending',
    });
    await pass(1000);
    expect(lives).toHaveLength(2);
    expect(onRestart).toHaveBeenCalledExactlyOnceWith('exited');
    expect(drivers.devices()).toEqual([reader]);
    expect(last().calls.simulate).toHaveBeenCalledWith({ type: 'stand', person: 'anna' });
  });

  it('kills what does not answer for three seconds', async () => {
    const { drivers, last, lives, onRestart, pass } = await start();
    const first = last();
    first.calls.ping = () => new Promise(() => {});
    await pass(3900);
    expect(first.killed).toBe(false);
    await pass(200);
    expect(first.killed).toBe(true);
    await pass(1000);
    expect(lives).toHaveLength(2);
    expect(onRestart).toHaveBeenCalledWith('hung');
    expect(drivers.health()).toMatchObject({ state: 'up', restarts: 1, hangs: 1 });
  });

  it('does not take its own standing still for a hang of the process', async () => {
    const due: { work: () => void; off: boolean }[] = [];
    const after = (_: number, work: () => void) => {
      const entry = { work, off: false };
      due.push(entry);
      return () => {
        entry.off = true;
      };
    };
    const { spawn, last } = fakeProcesses();
    const port = superviseDrivers({ spawn, clock: { now: () => 0, after } });
    // Every timer that is due fires before the first answer has been read.
    for (const entry of due.splice(0)) if (!entry.off) entry.work();
    await vi.waitFor(() => expect(port.health().state).toBe('up'));
    for (const entry of due.splice(0, 1)) if (!entry.off) entry.work();
    expect(last().killed).toBe(false);
    await port.stop();
  });

  it('starts again at once, waits longer each time, at most ten seconds, and begins afresh after a long life', async () => {
    const { last, lives, pass } = await start();
    const pauses: number[] = [];
    for (let i = 0; i < 8; i++) {
      const before = lives.length;
      last().die();
      let waited = 0;
      while (lives.length === before && waited < 20_000) {
        await pass(50);
        waited += 50;
      }
      pauses.push(waited);
    }
    expect(pauses).toEqual([50, 250, 500, 1000, 2000, 4000, 8000, 10_000]);
    await pass(31_000);
    const before = lives.length;
    last().die();
    await pass(0);
    expect(lives.length).toBe(before + 1);
  });

  it('serves as many devices as a station may have, and first those that are there', async () => {
    const { drivers, last, pass } = await start();
    const many = (count: number, prefix: string, more: object) =>
      Array.from({ length: count }, (_, n) => ({ ...reader, id: `${prefix}${n}`, ...more }));
    const { events } = last();
    events.devicesChanged([...many(70, 'gone', { state: 'absent' }), ...many(10, 'here', {})]);
    await pass(10);
    const list = drivers.devices();
    expect(list).toHaveLength(64);
    expect(list.filter(({ state }) => state !== 'absent').map(({ id }) => id)).toEqual(
      many(10, 'here', {}).map(({ id }) => id),
    );
    events.devicesChanged(many(66, 'more', {}));
    await pass(10);
    expect(drivers.devices().map(({ id }) => id)).toEqual(many(64, 'more', {}).map(({ id }) => id));
    expect(drivers.health()).toMatchObject({ state: 'up', malformed: 0 });
  });

  it('believes nothing malformed, and counts it', async () => {
    const { drivers, last, heard, pass } = await start();
    const before = heard.length;
    const { events, far } = last();
    events.devicesChanged([{ ...reader, kind: 'toaster' }] as never);
    events.devicesChanged(Array.from({ length: 1025 }, (_, i) => ({ ...reader, id: String(i) })));
    events.readStarted({ a: 1 } as never);
    events.documentRead({ source: 'r', at: 1, reading: { kind: 'lines', lines: [] } });
    events.readFailed({ source: 'r', code: 'device/on-fire' as never });
    for (const noise of [
      null,
      7,
      'x',
      [],
      {},
      { t: 'q', m: '__proto__', a: [], i: '1' },
      { t: 's', i: 'none' },
      { t: 'q', m: 'devicesChanged', a: [] },
    ]) {
      far.post(noise);
    }
    await pass(10);
    expect(heard.length).toBe(before);
    expect(drivers.health()).toMatchObject({ state: 'up', malformed: 6 });
    last().calls.scan = () => ({ source: 'r', at: 1, reading: { kind: 'lines', lines: ['A'] } });
    await expect(drivers.scan({ device: 'r', dotsPerInch: 300 })).rejects.toMatchObject({
      code: 'device/protocol',
    });
    last().calls.simulate = () => 'fine';
    await expect(drivers.simulate({ type: 'remove' })).rejects.toMatchObject({ code: 'device/protocol' });
    last().calls.ping = () => 'still here';
    await pass(10_000);
    expect(drivers.health()).toMatchObject({ state: 'up', restarts: 0 });
  });

  it('takes no list for news that was asked for before a change was told', async () => {
    const { spawn, lives } = fakeProcesses();
    drivers = superviseDrivers({ spawn });
    lives[0]!.calls.list = async () => {
      lives[0]!.events.devicesChanged([reader]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return [{ ...reader, state: 'opening' }];
    };
    await vi.waitFor(() => expect(drivers?.health().state).toBe('up'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(drivers?.devices().map(({ state }) => state)).toEqual(['ready']);
  });

  it('keeps a device that did not come back in the list, as away', async () => {
    const { drivers, last, pass } = await start();
    last().events.devicesChanged([]);
    await pass(1);
    expect(drivers.devices()).toEqual([{ ...reader, state: 'absent' }]);
  });

  describe('that holds ever more memory', () => {
    const grown = 600 * 2 ** 20;
    const startGrown = async (residentBytes = grown) => {
      const started = await start();
      started.last().calls.ping = () => ({ pid: 7, residentBytes });
      return started;
    };

    it('is asked to leave after a minute, started again at once, and noted', async () => {
      const { drivers, lives, onRestart, pass } = await startGrown();
      const quit = vi.spyOn(lives[0]!.calls, 'quit');
      await pass(59_000);
      expect(quit).not.toHaveBeenCalled();
      await pass(4000);
      expect(quit).toHaveBeenCalledOnce();
      expect(lives[0]!.killed).toBe(false);
      expect(lives).toHaveLength(2);
      expect(onRestart).toHaveBeenCalledExactlyOnceWith('leaking');
      expect(drivers.health()).toMatchObject({ state: 'up', restarts: 1, hangs: 0, leaks: 1 });
      expect(drivers.devices()).toEqual([reader]);
      await pass(120_000);
      expect(lives).toHaveLength(2);
    });

    type Last = ReturnType<typeof fakeProcesses>['last'];
    const page = { kind: 'image', bytes: new Uint8Array(9), mediaType: 'image/jpeg', dotsPerInch: 300 };
    const works: [string, (port: DriversPort, last: Last) => { begin(): unknown; end(): unknown }][] = [
      [
        'a page is scanned',
        (port, last) => {
          let done = (_: unknown) => {};
          last().calls.scan = () =>
            new Promise((resolve) => {
              done = resolve;
            });
          return {
            begin: () => port.scan({ device: 'r', dotsPerInch: 300 }),
            end: () => done({ source: 'r', at: 1, reading: page }),
          };
        },
      ],
      [
        'a chip is open',
        (port) => ({
          begin: () => port.openChip({ device: 'chips' }),
          end: () => port.closeChip({ device: 'chips' }),
        }),
      ],
      [
        'a document is read',
        (_, last) => ({
          begin: () => last().events.readStarted('r'),
          end: () => last().events.readFailed({ source: 'r', code: 'device/failed' }),
        }),
      ],
    ];
    it.each(works)('is left alone while %s', async (_, make) => {
      const { drivers, last, lives, pass } = await startGrown();
      const work = make(drivers, last);
      await pass(50_000);
      void work.begin();
      await pass(30_000);
      expect(lives).toHaveLength(1);
      void work.end();
      await pass(3000);
      expect(lives).toHaveLength(2);
    });

    it('is replaced in the middle of everything when it gets out of hand', async () => {
      const { drivers, last, lives, onRestart, pass } = await startGrown(1100 * 2 ** 20);
      last().calls.scan = () => new Promise(() => {});
      const scanning = expect(drivers.scan({ device: 'r', dotsPerInch: 300 })).rejects.toMatchObject({
        code: 'device/failed',
      });
      await pass(1500);
      await scanning;
      expect(lives[0]!.killed).toBe(true);
      expect(onRestart).toHaveBeenCalledExactlyOnceWith('leaking');
      expect(drivers.health()).toMatchObject({ leaks: 1 });
    });

    it('is killed when it does not leave, and gets no work meanwhile', async () => {
      const { drivers, lives, pass } = await startGrown();
      lives[0]!.calls.quit = () => new Promise(() => {});
      await pass(61_500);
      await expect(drivers.scan({ device: 'r', dotsPerInch: 300 })).rejects.toMatchObject({
        code: 'device/disconnected-before-sending',
      });
      await pass(3000);
      expect(lives[0]!.killed).toBe(true);
      expect(lives).toHaveLength(2);
    });
  });

  it('stops for good, by force if need be', async () => {
    const { drivers, last, lives, pass } = await start();
    last().calls.quit = () => new Promise(() => {});
    const stopped = drivers.stop();
    await pass(1600);
    await stopped;
    expect(last().killed).toBe(true);
    await pass(30_000);
    expect(lives).toHaveLength(1);
  });
});
