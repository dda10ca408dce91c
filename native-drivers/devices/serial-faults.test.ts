import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceError } from '../errors.ts';
import { serialDevices as peers } from '../peers/serial.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { seededRandom } from '../testing/random.ts';
import { lines, serialBench, usb } from '../testing/serial-bench.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a cable that is pulled', () => {
  const sent = writeTextMessage(lines);

  it('at every byte of a message ends as a failed reading or as none, and the next is read', async () => {
    const { serial, heard, settle } = serialBench();
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
    const { serial, bus, plug, list, settle } = serialBench();
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
    const { serial, plug, heard, list, settle } = serialBench();
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
    const { serial, list, settle, bus } = serialBench();
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
    const { serial, plug, heard, settle } = serialBench();
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
