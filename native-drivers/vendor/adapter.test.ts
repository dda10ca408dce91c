import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../testing/random.ts';
import { superviseAdapter } from './adapter.ts';
import { imageAssembly } from './images.ts';
import { type AdapterOrder, readTell } from './messages.ts';
import { type AdapterProcess, adapterLines, commandWords } from './process.ts';

const sample = fileURLToPath(new URL('../../resources/vendor-adapter/sample-adapter.mjs', import.meta.url));
const hello = {
  tell: 'hello',
  protocol: 1,
  name: 'maker',
  version: '2',
  devices: [{ id: 'page', name: 'Page reader', kind: 'page-scanner', gesture: 'lay-flat' }],
};
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]);

function bench() {
  const heard: unknown[] = [];
  const processes: (AdapterProcess & {
    say(...tells: object[]): void;
    leave(): void;
    orders: AdapterOrder[];
  })[] = [];
  const adapter = superviseAdapter(
    'maker',
    {
      changed() {},
      readStarted: (source) => heard.push(['started', source]),
      documentRead: ({ reading }) => heard.push(['read', reading.kind]),
      readFailed: ({ code }) => heard.push(['failed', code]),
      documentRemoved: (source) => heard.push(['removed', source]),
    },
    {
      start() {
        let hear: (line: string | null) => void = () => {};
        let leave = () => {};
        const orders: AdapterOrder[] = [];
        const process = {
          orders,
          order: (order: AdapterOrder) => void orders.push(order),
          write() {},
          onLine(listener: typeof hear) {
            hear = listener;
          },
          onExit(listener: (code: number | null) => void) {
            leave = () => listener(1);
          },
          closeInput() {},
          kill: () => queueMicrotask(leave),
          say: (...tells: object[]) => {
            for (const tell of tells) hear(JSON.stringify(tell));
          },
          leave: () => leave(),
        };
        processes.push(process);
        return process;
      },
    },
  );
  const list = () => adapter.devices().map((device) => device.snapshot());
  const ready = () =>
    processes
      .at(-1)!
      .say(
        hello,
        { tell: 'device', device: 'page', state: 'present' },
        { tell: 'device', device: 'page', state: 'ready' },
      );
  return { adapter, heard, processes, list, ready, now: () => processes.at(-1)! };
}
const image = (device = 'page') => [
  { tell: 'image', device, image: 1, mediaType: 'image/jpeg', dotsPerInch: 400, bytes: jpeg.length },
  { tell: 'part', image: 1, data: jpeg.subarray(0, 3).toString('base64') },
  { tell: 'part', image: 1, data: jpeg.subarray(3).toString('base64') },
];

describe('a supervised adapter', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('opens what it has, and its readings are those of any reader', () => {
    const { adapter, heard, list, ready, now } = bench();
    ready();
    expect(now().orders).toEqual([
      { do: 'hello', protocol: 1 },
      { do: 'ping', n: 1 },
      { do: 'open', device: 'page' },
    ]);
    expect(list()).toMatchObject([
      { id: 'vendor:maker:page', state: 'ready', transport: 'vendor', gesture: 'lay-flat' },
    ]);
    now().say(
      { tell: 'started', device: 'page' },
      { tell: 'lines', device: 'page', lines: ['A', 'B'] },
      ...image(),
    );
    expect(list()[0]?.state).toBe('busy');
    now().say({ tell: 'finished', device: 'page' }, { tell: 'removed', device: 'page' });
    expect(heard).toEqual([
      ['started', 'vendor:maker:page'],
      ['read', 'lines'],
      ['read', 'image'],
      ['removed', 'vendor:maker:page'],
    ]);
    void adapter.close();
  });

  it('takes a page when told to, and says why when none comes', async () => {
    const { adapter, ready, now, list } = bench();
    ready();
    const page = adapter.scan('vendor:maker:page');
    await expect(adapter.scan('vendor:maker:page')).rejects.toMatchObject({ code: 'device/busy' });
    now().say({ tell: 'started', device: 'page' }, ...image(), { tell: 'finished', device: 'page' });
    expect(await page).toMatchObject({
      source: 'vendor:maker:page',
      reading: { kind: 'image', dotsPerInch: 400 },
    });
    for (const [tells, code] of [
      [[{ tell: 'failed', device: 'page', fault: 'device/jam' }], 'device/jam'],
      [[{ tell: 'finished', device: 'page' }], 'device/no-document'],
    ] as const) {
      const next = adapter.scan('vendor:maker:page');
      now().say({ tell: 'started', device: 'page' }, ...tells);
      await expect(next).rejects.toMatchObject({ code });
    }
    now().say({ tell: 'device', device: 'page', state: 'faulted', fault: 'device/cover-open' });
    await expect(adapter.scan('vendor:maker:page')).rejects.toMatchObject({ code: 'device/cover-open' });
    expect(list()[0]?.fault?.code).toBe('device/cover-open');
    const slow = bench();
    slow.ready();
    const late = expect(slow.adapter.scan('vendor:maker:page')).rejects.toMatchObject({
      code: 'device/time-out',
    });
    for (let n = 1; n <= 61; n++) {
      slow.now().say({ tell: 'pong', n });
      await vi.advanceTimersByTimeAsync(1000);
    }
    await late;
    expect(slow.now().orders).toContainEqual({ do: 'cancel', device: 'page' });
  });

  it('that dies is started again, its devices away meanwhile and its reading failed', async () => {
    const { processes, heard, list, ready, now } = bench();
    ready();
    now().say({ tell: 'started', device: 'page' });
    now().leave();
    expect(list()).toMatchObject([
      { state: 'absent', fault: { code: 'device/disconnected-before-sending' } },
    ]);
    expect(heard.at(-1)).toEqual(['failed', 'device/disconnected-while-sending']);
    await vi.advanceTimersByTimeAsync(250);
    expect(processes).toHaveLength(2);
    ready();
    expect(list()).toMatchObject([{ id: 'vendor:maker:page', state: 'ready' }]);
  });

  it('that hangs, says nothing at all, or talks nonsense is ended', async () => {
    const hung = bench();
    hung.ready();
    await vi.advanceTimersByTimeAsync(5300);
    expect(hung.processes).toHaveLength(2);
    const mute = bench();
    await vi.advanceTimersByTimeAsync(10_300);
    expect(mute.processes).toHaveLength(2);
    const mad = bench();
    mad.ready();
    for (let i = 0; i < 20; i++) mad.now().say({ tell: 'dance' });
    await vi.advanceTimersByTimeAsync(300);
    expect(mad.processes).toHaveLength(2);
  });

  it.each([
    ['reads what it is not ready for', 'page'],
    ['reads with a device it has not named', 'other'],
  ])('that %s talks nonsense', async (_, device) => {
    const { processes, now, heard } = bench();
    now().say(hello, ...Array.from({ length: 19 }, () => ({ tell: 'started', device })));
    await vi.advanceTimersByTimeAsync(300);
    expect(processes).toHaveLength(1);
    now().say({ tell: 'started', device });
    await vi.advanceTimersByTimeAsync(300);
    expect(processes).toHaveLength(2);
    expect(heard).toEqual([]);
  });

  it('leaves when told to, or is ended', async () => {
    const { adapter, now, ready } = bench();
    ready();
    const closed = adapter.close();
    expect(now().orders.at(-1)).toEqual({ do: 'quit' });
    await vi.advanceTimersByTimeAsync(2000);
    await closed;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a reading of an adapter', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Seconds in which the heart beats on, whatever its maker's library does. */
  async function live({ now }: ReturnType<typeof bench>, seconds: number, beats: { n: number }) {
    for (let second = 0; second < seconds; second++) {
      now().say({ tell: 'pong', n: ++beats.n });
      await vi.advanceTimersByTimeAsync(1000);
    }
  }

  it.each(['unasked', 'triggered', 'asked for'] as const)(
    'that is %s and hangs fails after a minute, and three seconds later its adapter is ended',
    async (how) => {
      const all = bench();
      const { adapter, heard, processes, ready, now, list } = all;
      const beats = { n: 0 };
      ready();
      const rejected = vi.fn();
      if (how === 'asked for') adapter.scan('vendor:maker:page').catch(({ code }) => rejected(code));
      if (how === 'triggered') await adapter.trigger('vendor:maker:page');
      now().say({ tell: 'started', device: 'page' });
      await live(all, 59, beats);
      expect(now().orders).not.toContainEqual({ do: 'cancel', device: 'page' });
      await live(all, 2, beats);
      expect(now().orders.filter((order) => order.do === 'cancel')).toEqual([
        { do: 'cancel', device: 'page' },
      ]);
      const told =
        how === 'asked for'
          ? []
          : [
              ['started', 'vendor:maker:page'],
              ['failed', 'device/time-out'],
            ];
      expect(heard).toEqual(told);
      expect(rejected.mock.calls).toEqual(how === 'asked for' ? [['device/time-out']] : []);
      expect(list()[0]?.state).toBe('busy');
      await live(all, 3, beats);
      expect(processes).toHaveLength(2);
      expect(heard).toEqual(told);
      ready();
      expect(list()[0]?.state).toBe('ready');
    },
  );

  it('that ends when it is called off costs nothing but itself, and what comes of it late is dropped', async () => {
    const all = bench();
    const { heard, processes, ready, now, list } = all;
    const beats = { n: 0 };
    ready();
    now().say({ tell: 'started', device: 'page' });
    await live(all, 61, beats);
    now().say({ tell: 'lines', device: 'page', lines: ['A'] }, { tell: 'finished', device: 'page' });
    await live(all, 9, beats);
    expect(processes).toHaveLength(1);
    expect(list()[0]?.state).toBe('ready');
    expect(heard).toEqual([
      ['started', 'vendor:maker:page'],
      ['failed', 'device/time-out'],
    ]);
  });

  it('that the host calls off has three seconds, however often it is called off', async () => {
    const all = bench();
    const { adapter, processes, ready, now } = all;
    const beats = { n: 0 };
    ready();
    const failed = expect(adapter.scan('vendor:maker:page')).rejects.toMatchObject({
      code: 'device/time-out',
    });
    now().say({ tell: 'started', device: 'page' });
    for (let second = 0; second < 4; second++) {
      adapter.cancel('vendor:maker:page');
      await live(all, 1, beats);
    }
    await failed;
    expect(processes).toHaveLength(2);
  });

  it('of nothing that is looked at has failed, and one of something has not', async () => {
    const { heard, ready, now, list } = bench();
    ready();
    const [infrared, ...parts] = image();
    now().say({ tell: 'started', device: 'page' }, { ...infrared, light: 'infrared' }, ...parts);
    now().say({ tell: 'finished', device: 'page' });
    expect(list()[0]?.state).toBe('ready');
    expect(heard.splice(0)).toEqual([
      ['started', 'vendor:maker:page'],
      ['failed', 'device/no-document'],
    ]);
    now().say({ tell: 'started', device: 'page' }, ...image(), { tell: 'finished', device: 'page' });
    expect(heard).toEqual([
      ['started', 'vendor:maker:page'],
      ['read', 'image'],
    ]);
  });

  it('fails once when the reader is pulled before it began', async () => {
    const { adapter, heard, ready, now } = bench();
    ready();
    await adapter.trigger('vendor:maker:page');
    await expect(adapter.scan('vendor:maker:page')).rejects.toMatchObject({ code: 'device/busy' });
    now().say({ tell: 'device', device: 'page', state: 'absent' });
    expect(heard).toEqual([['failed', 'device/disconnected-before-sending']]);
  });
});

describe('the sample adapter under supervision', () => {
  it('reads, dies and comes back', async () => {
    const heard: unknown[] = [];
    const adapter = superviseAdapter(`"${process.execPath}" "${sample}"`, {
      changed() {},
      readStarted() {},
      documentRead: ({ reading }) => heard.push(reading.kind),
      readFailed() {},
      documentRemoved() {},
    });
    const ready = () =>
      vi.waitFor(
        () => expect(adapter.devices()[0]?.snapshot()).toMatchObject({ state: 'ready', firmware: '1.0' }),
        4000,
      );
    await ready();
    const { reading } = await adapter.scan('vendor:sample:page');
    expect(reading).toMatchObject({ kind: 'image', mediaType: 'image/jpeg', dotsPerInch: 400 });
    expect(heard).toEqual(['lines']);
    await adapter.close();
    expect(adapter.devices()[0]?.snapshot().state).toBe('absent');
  });
});

describe('what an adapter says', () => {
  it('is cut into lines of bounded length, whatever comes', () => {
    const lines = adapterLines();
    expect(lines.push(Buffer.from('{"a":1}\r\nb'))).toEqual(['{"a":1}']);
    expect(lines.push(Buffer.from('ü\n'))).toEqual(['bü']);
    let long = 0;
    for (let i = 0; i < 100; i++) {
      for (const line of lines.push(new Uint8Array(10_000).fill(0x41))) if (line === null) long += 1;
      expect(lines.held).toBeLessThan(150_000);
    }
    expect(long).toBeGreaterThan(5);
  });

  it('is a message or nothing', () => {
    expect(readTell('{"tell":"pong","n":3}')).toEqual({ tell: 'pong', n: 3 });
    for (const bad of [
      '',
      'null',
      '[]',
      '{"tell":"pong"}',
      '{"tell":"device","device":"../x","state":"ready"}',
      '{"tell":"part","image":1,"data":"%%"}',
    ]) {
      expect(readTell(bad)).toBeNull();
    }
    const random = seededRandom(12);
    const good = JSON.stringify(hello);
    for (let i = 0; i < 3000; i++) {
      const at = random.below(good.length);
      const noise = Buffer.from(random.bytes(random.below(8))).toString('latin1');
      const read = readTell(good.slice(0, at) + noise + good.slice(at + random.below(4)));
      if (read) expect(read.tell).toBe('hello');
    }
  });

  it('is a picture of exactly its length', () => {
    const begun = {
      tell: 'image',
      device: 'page',
      image: 1,
      mediaType: 'image/jpeg',
      dotsPerInch: 1,
      light: 'white',
      bytes: 6,
    } as const;
    const part = (data: Buffer, image = 1) =>
      ({ tell: 'part', image, data: data.toString('base64') }) as const;
    const images = imageAssembly();
    expect(images.add(part(jpeg))).toEqual({ problem: 'a part of no picture' });
    images.begin(begun);
    expect(images.add(part(jpeg.subarray(0, 5)))).toBeNull();
    expect(images.add(part(jpeg.subarray(0, 2)))).toEqual({ problem: 'more bytes than were announced' });
    images.begin(begun);
    expect(images.add(part(Buffer.from('GIF89a')))).toEqual({ problem: 'no picture of its type' });
    images.begin(begun);
    expect(images.add(part(jpeg))).toMatchObject({ bytes: new Uint8Array(jpeg), light: 'white' });
    for (let image = 0; image < 9; image++) images.begin({ ...begun, image });
    expect(images.add(part(jpeg, 0))).toEqual({ problem: 'a part of no picture' });
    expect(images.add(part(jpeg, 8))).not.toHaveProperty('problem');
  });

  it('comes from a command that is parted without a shell', () => {
    expect(commandWords(`  "/opt/a b/x" --flag 'c d' e$F`)).toEqual(['/opt/a b/x', '--flag', 'c d', 'e$F']);
    expect(commandWords('')).toEqual([]);
  });
});
