import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceError } from '../errors.ts';
import { serialDevices as peers, type SerialDeviceName } from '../peers/serial.ts';
import { honeywellTrigger } from '../protocols/honeywell.ts';
import { newlandTrigger } from '../protocols/newland.ts';
import { line, lines, serialBench, usb, wire } from '../testing/serial-bench.ts';
import { namedPort } from './serial-profiles.ts';

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
    const { plug, heard, list, settle } = serialBench();
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
    const { serial, heard, bus, settle } = serialBench([`/dev/ttyUSB0=${name}-triggered`]);
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
    const { plug, heard, list, bus, settle } = serialBench();
    const peer = plug(usb(0x1ffa), 'elyctis');
    await settle();
    expect(list()[0]).toMatchObject({ firmware: '1.70' });
    peer.show(lines);
    await bus.kept()[0]!.trigger();
    await settle(100);
    expect(heard.filter((one) => (one as string[])[0] === 'read')).toHaveLength(2);
  });

  it('under a known name that speaks otherwise is not taken for what it claims to be', async () => {
    const { serial, list, settle, heard } = serialBench();
    serial.plug(usb(0x1ffa), { receive: () => serial.send('/dev/ttyACM0', Buffer.from('OK\r\n')) });
    await settle(1000);
    expect(list()).toMatchObject([{ state: 'faulted', fault: { code: 'device/protocol' } }]);
    serial.plug(usb(0x1eab, '/dev/ttyACM1'), { receive: () => {} });
    await settle(1000);
    expect(list()[1]).toMatchObject({ state: 'faulted', fault: { code: 'device/time-out' } });
    expect(heard).toEqual([]);
  });

  it('behind an unknown name is never opened, unless an operator has named it', async () => {
    const { serial, list, settle } = serialBench(['/dev/ttyUSB0']);
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
    const { serial, plug, list, settle, heard } = serialBench();
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
    const { serial, plug, list, settle } = serialBench();
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
    const { serial, plug, list, settle } = serialBench();
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
    const { plug, heard, list, settle } = serialBench(['/dev/ttyUSB0=elyctis']);
    const peer = plug(wire(), 'elyctis', line(baudRate));
    await settle(1500);
    expect(list()).toMatchObject([{ state: 'ready', firmware: '1.70' }]);
    peer.show(lines);
    await settle(200);
    expect(heard.at(-1)).toEqual(['read', lines]);
  });

  it.each([19200, 57600])('is found by trying where nobody answers: %i', async (baudRate) => {
    const { plug, heard, settle } = serialBench(['/dev/ttyUSB0']);
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
    const { plug, heard, settle } = serialBench(['/dev/ttyUSB0']);
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

it('takes a known device for what an operator named it, also once the link of that name appears', async () => {
  const { serial, plug, list, settle } = serialBench(['/dev/serial/by-id/usb-Reader=newland']);
  plug(usb(0x05f9, '/dev/ttyACM0', '7'), 'lines');
  await settle();
  expect(list()).toMatchObject([{ id: 'serial:05f9:0001:7', kind: 'barcode-reader', state: 'ready' }]);
  serial.pull('/dev/ttyACM0');
  plug(usb(0x05f9, '/dev/serial/by-id/usb-Reader', '7'), 'newland');
  await settle();
  expect(list()).toMatchObject([{ id: 'serial:05f9:0001:7', kind: 'mrz-reader', state: 'ready' }]);
  expect(serial.opened()).toBe(1);
});

it('tries every speed of a named reader behind a bridge, which has ids of USB and a line all the same', async () => {
  const { plug, list, settle, heard } = serialBench(['/dev/ttyUSB3=newland']);
  const peer = plug(usb(0x0403, '/dev/ttyUSB3'), 'newland', line(115200));
  await settle(20_000);
  expect(list()).toMatchObject([{ state: 'ready' }]);
  peer.show(lines);
  await settle(200);
  expect(heard.at(-1)).toEqual(['read', lines]);
});

it('takes no time in which the process was held up for the silence that ends a message', async () => {
  vi.useRealTimers();
  const { serial, bus, heard } = serialBench();
  serial.plug(usb(0x0db5), { receive() {} });
  await vi.waitFor(() => expect(serial.opened()).toBe(1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  serial.send('/dev/ttyACM0', Buffer.from(`${lines[0]}\r`));
  // The rest is there in time, and is read when the process comes to it.
  const rest = () => serial.send('/dev/ttyACM0', Buffer.from(`${lines[1]}\r`));
  // Between the two turns of the loop the timers are looked at.
  setImmediate(() => setImmediate(rest));
  const busyUntil = performance.now() + 200;
  while (performance.now() < busyUntil);
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(1), 3000);
  expect(heard.at(-1)).toEqual(['read', lines]);
  expect(heard).toHaveLength(2);
  await bus.close();
});
