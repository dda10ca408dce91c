import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceError } from '../errors.ts';
import { serialDevices as peers, type SerialDevice, type SerialDeviceName } from '../peers/serial.ts';
import { honeywellTrigger } from '../protocols/honeywell.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { newlandTrigger } from '../protocols/newland.ts';
import { seededRandom } from '../testing/random.ts';
import { virtualSerial } from '../testing/virtual-serial.ts';
import type { SerialInfo, SerialSettings } from '../transports/serial.ts';
import { serialDevices } from './serial-devices.ts';
import { namedPort } from './serial-profiles.ts';

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const usb = (vendorId: number, path = '/dev/ttyACM0', serialNumber = ''): SerialInfo => ({
  path,
  vendorId,
  productId: 1,
  product: '',
  serialNumber,
});
const wire = (path = '/dev/ttyUSB0'): SerialInfo => ({ ...usb(0, path), vendorId: null, productId: null });
const line = (
  baudRate: number,
  dataBits: 7 | 8 = 8,
  parity: SerialSettings['parity'] = 'none',
): SerialSettings => ({
  baudRate,
  dataBits,
  parity,
  stopBits: 1,
});

function bench(named: string[] = []) {
  const serial = virtualSerial();
  const heard: unknown[] = [];
  const bus = serialDevices(
    serial,
    {
      changed: () => {},
      readStarted: (source) => heard.push(['started', source]),
      documentRead: ({ reading }) =>
        heard.push(['read', reading.kind === 'lines' ? reading.lines : reading.kind]),
      readFailed: ({ code }) => heard.push(['failed', code]),
    },
    named.map((text) => namedPort(text)!),
  );
  const plug = (info: SerialInfo, name: SerialDeviceName, settings?: SerialSettings): SerialDevice => {
    const peer = peers[name]((bytes) => serial.send(info.path, bytes));
    serial.plug(info, { receive: peer.receive, ...(settings ? { line: settings } : {}) });
    return peer;
  };
  const list = () => bus.devices().map((device) => device.snapshot());
  const settle = (milliseconds = 1) => vi.advanceTimersByTimeAsync(milliseconds);
  return { serial, bus, heard, plug, list, settle };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a serial reader', () => {
  it.each<[SerialDeviceName, number]>([
    ['lines', 0x0db5],
    ['bare-lines', 0x0db5],
    ['elyctis', 0x1ffa],
    ['honeywell', 0x0c2e],
    ['newland', 0x1eab],
  ])('of the kind %s reads one document after the other', async (name, vendorId) => {
    const { plug, heard, list, settle } = bench();
    const peer = plug(usb(vendorId), name);
    await settle();
    expect(list()).toMatchObject([{ state: 'ready', fault: null, transport: 'serial' }]);
    for (let i = 0; i < 3; i++) {
      peer.show(lines);
      await settle(200);
      peer.remove();
    }
    const id = list()[0]!.id;
    expect(heard).toEqual(
      Array(3)
        .fill([
          ['started', id],
          ['read', lines],
        ])
        .flat(),
    );
  });

  it.each([
    ['honeywell', honeywellTrigger, 115200],
    ['newland', newlandTrigger, 9600],
  ] as const)('of the kind %s is told to read until it does', async (name, trigger, baudRate) => {
    const { serial, heard, bus, settle } = bench([`/dev/ttyUSB0=${name}-triggered`]);
    const peer = peers[name]((bytes) => serial.send('/dev/ttyUSB0', bytes));
    let told = 0;
    serial.plug(wire(), {
      line: line(baudRate),
      receive(bytes) {
        if (Buffer.compare(bytes, trigger) === 0) told += 1;
        peer.receive(bytes);
        if (told === 3) serial.send('/dev/ttyUSB0', Buffer.from(`${lines.join('\r')}\r`));
      },
    });
    await settle(6500);
    expect([told, heard.at(-1)]).toEqual([3, ['read', lines]]);
    await bus.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says what its firmware is, and is told to read', async () => {
    const { plug, heard, list, bus, settle } = bench();
    const peer = plug(usb(0x1ffa), 'elyctis');
    await settle();
    expect(list()[0]).toMatchObject({ firmware: '1.70' });
    peer.show(lines);
    await bus.kept()[0]!.trigger();
    await settle(100);
    expect(heard.filter((one) => (one as string[])[0] === 'read')).toHaveLength(2);
  });

  it('under a known name that speaks otherwise is not taken for what it claims to be', async () => {
    const { serial, list, settle, heard } = bench();
    serial.plug(usb(0x1ffa), { receive: () => serial.send('/dev/ttyACM0', Buffer.from('OK\r\n')) });
    await settle(1000);
    expect(list()).toMatchObject([{ state: 'faulted', fault: { code: 'device/protocol' } }]);
    serial.plug(usb(0x1eab, '/dev/ttyACM1'), { receive: () => {} });
    await settle(1000);
    expect(list()[1]).toMatchObject({ state: 'faulted', fault: { code: 'device/time-out' } });
    expect(heard).toEqual([]);
  });

  it('behind an unknown name is never opened, unless an operator has named it', async () => {
    const { serial, list, settle } = bench(['/dev/ttyUSB0']);
    serial.plug({ ...usb(0x0403, '/dev/ttyUSB1') });
    serial.plug(wire());
    await settle();
    expect(list()).toMatchObject([{ id: 'serial:ttyUSB0', state: 'ready' }]);
    expect([namedPort('/dev/ttyS0=elyctis'), namedPort('/dev/ttyS0=nonsense'), namedPort('')]).toEqual([
      { path: '/dev/ttyS0', profile: 'elyctis' },
      null,
      null,
    ]);
  });

  it('keeps its name when it comes back under another path', async () => {
    const { serial, plug, list, settle, heard } = bench();
    plug(usb(0x1ffa, '/dev/ttyACM0', 'A1'), 'elyctis');
    await settle();
    serial.pull('/dev/ttyACM0');
    await settle();
    expect(list()).toMatchObject([
      { id: 'serial:1ffa:0001:A1', state: 'absent', fault: { code: 'device/disconnected-before-sending' } },
    ]);
    plug(usb(0x1ffa, '/dev/ttyACM3', 'A1'), 'elyctis').show(lines);
    await settle();
    expect(list()).toMatchObject([{ id: 'serial:1ffa:0001:A1', state: 'ready' }]);
    expect(heard).toEqual([]);
  });

  it('is not mixed up with one of its kind, nor with what is plugged in at its place', async () => {
    const { serial, plug, list, settle } = bench();
    plug(usb(0x1ffa, '/dev/ttyACM0'), 'elyctis');
    plug(usb(0x1ffa, '/dev/ttyACM1'), 'elyctis');
    await settle();
    expect(list().map(({ id }) => id)).toEqual(['serial:1ffa:0001', 'serial:1ffa:0001#2']);
    serial.pull('/dev/ttyACM0');
    plug(usb(0x1eab, '/dev/ttyACM0'), 'newland');
    await settle(600);
    expect(list().map(({ id, state }) => [id, state])).toEqual([
      ['serial:1ffa:0001', 'absent'],
      ['serial:1ffa:0001#2', 'ready'],
      ['serial:1eab:0001', 'ready'],
    ]);
  });

  it('that may not be opened says how that is cured, and is tried again', async () => {
    const { serial, plug, list, settle } = bench();
    serial.refuse('/dev/ttyACM0', new DeviceError('device/access-denied', 'no'));
    plug(usb(0x1ffa), 'elyctis');
    await settle();
    expect(list()).toMatchObject([
      { state: 'faulted', fault: { code: 'device/access-denied', cure: expect.stringContaining('dialout') } },
    ]);
    serial.refuse('/dev/ttyACM0', null);
    await settle(3000);
    expect(list()).toMatchObject([{ state: 'ready', fault: null }]);
  });
});

describe('the speed of a line', () => {
  it.each([9600, 115200])('is found by asking: %i', async (baudRate) => {
    const { plug, heard, list, settle } = bench(['/dev/ttyUSB0=elyctis']);
    const peer = plug(wire(), 'elyctis', line(baudRate));
    await settle(1500);
    expect(list()).toMatchObject([{ state: 'ready', firmware: '1.70' }]);
    peer.show(lines);
    await settle(200);
    expect(heard.at(-1)).toEqual(['read', lines]);
  });

  it.each([19200, 57600])('is found by trying where nobody answers: %i', async (baudRate) => {
    const { plug, heard, settle } = bench(['/dev/ttyUSB0']);
    const peer = plug(wire(), 'lines', line(baudRate));
    await settle();
    for (let i = 0; i < 6 && (heard.at(-1) as string[] | undefined)?.[0] !== 'read'; i++) {
      peer.show(lines);
      await settle(5000);
    }
    expect(heard.at(-1)).toEqual(['read', lines]);
    expect(heard.filter((one) => (one as string[])[0] === 'failed').length).toBeLessThan(5);
    const failures = heard.length;
    peer.show(lines);
    await settle(500);
    expect(heard.slice(failures)).toEqual([
      ['started', 'serial:ttyUSB0'],
      ['read', lines],
    ]);
  });

  it.each<['lines' | 'bare-lines', 'even' | 'odd']>([
    ['lines', 'even'],
    ['lines', 'odd'],
    ['bare-lines', 'even'],
    ['bare-lines', 'odd'],
  ])('with seven data bits is read all the same: %s, %s', async (name, parity) => {
    const { plug, heard, settle } = bench(['/dev/ttyUSB0']);
    const peer = plug(wire(), name, line(9600, 7, parity));
    await settle();
    for (let i = 0; i < 2; i++) {
      peer.show(lines);
      await settle(500);
    }
    expect(heard).toEqual(
      Array(2)
        .fill([
          ['started', 'serial:ttyUSB0'],
          ['read', lines],
        ])
        .flat(),
    );
  });
});

describe('a cable that is pulled', () => {
  const sent = writeTextMessage(lines);

  it('at every byte of a message ends as a failed reading or as none, and the next is read', async () => {
    const { serial, heard, settle } = bench();
    for (let cut = 0; cut <= sent.length; cut++) {
      serial.plug(usb(0x0db5));
      await settle();
      heard.length = 0;
      serial.send('/dev/ttyACM0', sent.subarray(0, cut));
      serial.pull('/dev/ttyACM0');
      await settle(600);
      const ends = heard.map((one) => (one as string[])[0]);
      expect(ends).toEqual(
        cut === 0 ? [] : cut === sent.length ? ['started', 'read'] : ['started', 'failed'],
      );
      if (ends.includes('failed'))
        expect(heard.at(-1)).toEqual(['failed', 'device/disconnected-while-sending']);
    }
    serial.plug(usb(0x0db5));
    await settle();
    serial.send('/dev/ttyACM0', sent);
    expect(heard.at(-1)).toEqual(['read', lines]);
  });

  it('a thousand times leaves nothing open', async () => {
    const { serial, bus, plug, list, settle } = bench();
    const random = seededRandom(4);
    for (let cycle = 0; cycle < 1000; cycle++) {
      const peer = plug(usb(0x1ffa, `/dev/ttyACM${random.below(3)}`), 'elyctis');
      await settle(random.below(3));
      if (random.below(2)) peer.show(lines);
      await settle(random.below(3));
      for (const path of ['/dev/ttyACM0', '/dev/ttyACM1', '/dev/ttyACM2']) serial.pull(path);
      await settle(random.below(2));
    }
    await settle(4000);
    expect(list().map(({ state }) => state)).toEqual(['absent']);
    expect([serial.opened(), serial.listeners()]).toEqual([0, 1]);
    await bus.close();
    expect([serial.opened(), serial.listeners(), vi.getTimerCount()]).toEqual([0, 0, 0]);
  });
});

describe('bad input at a serial port', () => {
  it('is one failed reading for a burst, and is over with the burst', async () => {
    const { serial, plug, heard, list, settle } = bench();
    plug(usb(0x0db5), 'lines');
    await settle();
    const random = seededRandom(6);
    for (let i = 0; i < 400; i++) serial.send('/dev/ttyACM0', random.bytes(64));
    await settle(100);
    for (let i = 0; i < 50; i++) {
      serial.send('/dev/ttyACM0', random.bytes(64));
      await settle(50);
    }
    await settle(4000);
    expect(heard.filter((one) => (one as string[])[0] === 'failed').length).toBeLessThanOrEqual(2);
    expect(list()).toMatchObject([{ state: 'ready' }]);
    serial.send('/dev/ttyACM0', writeTextMessage(lines));
    expect(heard.at(-1)).toEqual(['read', lines]);
  });

  it('from a device that takes nothing any more has it opened anew', async () => {
    const { serial, list, settle, bus } = bench();
    let stuck = false;
    const open = serial.open;
    serial.open = async (info, settings) => {
      const port = await open(info, settings);
      const write = port.write;
      port.write = (bytes) =>
        stuck ? Promise.reject(new DeviceError('device/time-out', 'it takes no data')) : write(bytes);
      return port;
    };
    const peer = peers.elyctis((bytes) => serial.send('/dev/ttyACM0', bytes));
    serial.plug(usb(0x1ffa), peer);
    await settle();
    stuck = true;
    peer.show(lines);
    await settle(100);
    expect(list()).toMatchObject([{ state: 'faulted', fault: { code: 'device/time-out' } }]);
    stuck = false;
    await settle(4000);
    expect(list()).toMatchObject([{ state: 'ready', fault: null }]);
    await bus.close();
    expect([serial.opened(), vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('that stops half-way is given up after a while', async () => {
    const { serial, plug, heard, settle } = bench();
    plug(usb(0x1ffa), 'elyctis');
    await settle();
    serial.send('/dev/ttyACM0', Uint8Array.of(0x49, 0, 90, 0x50));
    await settle(3100);
    expect(heard.at(-1)).toEqual(['failed', 'device/time-out']);
    serial.send('/dev/ttyACM0', Uint8Array.of(0x43, 0));
    await settle(100);
    serial.send('/dev/ttyACM0', Uint8Array.from([0x49, 0, 2, 0x41, 0x42]));
    expect(heard.at(-1)).toEqual(['read', ['AB']]);
  });
});
