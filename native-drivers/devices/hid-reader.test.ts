import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceError } from '../errors.ts';
import { hidPosReports, hidPosUsage } from '../protocols/hid-pos.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { virtualHid } from '../simulator/virtual-hid.ts';
import { seededRandom } from '../testing/random.ts';
import { textReports } from '../testing/text-reports.ts';
import type { HidInfo } from '../transports/hid.ts';
import { hidDeviceId, hidDevices } from './hid-devices.ts';
import { namedHidReader } from './profiles.ts';

const info: HidInfo = {
  path: 'a',
  vendorId: 0x0c2e,
  productId: 0x0b6a,
  ...hidPosUsage,
  product: 'Reader',
  serialNumber: '',
};
const id = 'hid:0c2e:0b6a';
const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const barcodeReader = { ...info, vendorId: 0x05f9 };
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const licence = `@\n\x1e\rANSI 999999100001DL00310400DLDAQ1\nDCSÖRSI\nDCF${'7'.repeat(380)}\r`;
const frames = hidPosReports(writeTextMessage(lines), ']o2');

function bench(named: readonly string[] = []) {
  const hid = virtualHid();
  const heard: unknown[][] = [];
  const bus = hidDevices(
    hid,
    {
      changed: () => {},
      readStarted: (source) => heard.push(['started', source]),
      documentRead: ({ reading }) => {
        if (reading.kind === 'lines') heard.push(['read', reading.lines]);
        if (reading.kind === 'barcode') heard.push(['barcode', reading.aim, reading.text]);
      },
      readFailed: ({ code }) => heard.push(['failed', code]),
    },
    named.map((text) => namedHidReader(text)!),
  );
  const state = () => bus.devices().map((device) => device.snapshot().state);
  return { hid, bus, heard, state, settle: () => vi.advanceTimersByTimeAsync(1) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a HID reader', () => {
  it('is opened when plugged in, reads, and is away when pulled', async () => {
    const { hid, heard, state, settle, bus } = bench();
    await settle();
    expect(state()).toEqual([]);
    hid.plug(info);
    await settle();
    expect(bus.devices()[0]?.snapshot()).toMatchObject({
      id,
      name: 'Reader',
      state: 'ready',
      simulated: true,
    });
    hid.send('a', frames[0]!);
    expect(state()).toEqual(['busy']);
    hid.send('a', frames[1]!);
    expect(heard).toEqual([
      ['started', id],
      ['read', lines],
    ]);
    hid.unplug('a');
    await settle();
    expect(bus.devices()[0]?.snapshot()).toMatchObject({
      state: 'absent',
      fault: { code: 'device/disconnected-before-sending', cure: expect.stringContaining('Plug') },
    });
    hid.plug({ ...info, path: 'b' });
    await settle();
    expect(bus.devices()).toHaveLength(1);
    expect(state()).toEqual(['ready']);
  });

  it('says so when the cable is pulled in the middle of a reading', async () => {
    const { hid, heard, settle } = bench();
    hid.plug(info);
    await settle();
    hid.send('a', frames[0]!);
    hid.unplug('a');
    await settle();
    expect(heard).toEqual([
      ['started', id],
      ['failed', 'device/disconnected-while-sending'],
    ]);
    hid.plug(info);
    await settle();
    for (const frame of frames) hid.send('a', frame);
    expect(heard.at(-1)).toEqual(['read', lines]);
  });

  it('gives up a reading whose rest does not come', async () => {
    const { hid, heard, settle, state } = bench();
    hid.plug(info);
    await settle();
    hid.send('a', frames[0]!);
    await vi.advanceTimersByTimeAsync(3000);
    expect(heard.at(-1)).toEqual(['failed', 'device/time-out']);
    expect(state()).toEqual(['ready']);
  });

  it('makes one failure of a burst of garbage, and reads again after it', async () => {
    const { hid, heard, settle } = bench();
    hid.plug(info);
    await settle();
    const random = seededRandom(2);
    for (let i = 0; i < 500; i++) {
      const noise = random.bytes(64);
      noise[0] = 2;
      noise[1] = 200;
      hid.send('a', noise);
    }
    expect(heard.filter(([event]) => event === 'failed')).toEqual([['failed', 'device/protocol']]);
    await vi.advanceTimersByTimeAsync(300);
    for (const frame of frames) hid.send('a', frame);
    expect(heard.at(-1)).toEqual(['read', lines]);
  });

  it('passes on barcodes of any length as they were sent, and lines as lines, from one reader', async () => {
    const { hid, heard, settle, bus } = bench();
    hid.plug(barcodeReader);
    await settle();
    expect(bus.devices()[0]?.snapshot()).toMatchObject({ kind: 'barcode-reader', state: 'ready' });
    for (const [text, aim] of [
      [licence, ']L2'],
      ['Ü\x03\x00\xff', ']d1'],
      [licence.slice(0, 56), ']L2'],
    ] as const) {
      for (const report of hidPosReports(latin1(text), aim)) hid.send('a', report);
      expect(heard.at(-1)).toEqual(['barcode', aim, text]);
    }
    for (const report of hidPosReports(latin1(licence), '\0\0\0')) hid.send('a', report);
    expect(heard.at(-1)).toEqual(['barcode', null, licence]);
    for (const frame of frames) hid.send('a', frame);
    expect(heard.at(-1)).toEqual(['read', lines]);
  });

  it('forgets half a barcode when the cable is pulled, when its rest stays away, and when it never ends', async () => {
    const { hid, heard, settle, state } = bench();
    hid.plug(barcodeReader);
    await settle();
    const reports = hidPosReports(latin1(licence), ']L2');
    for (const report of reports.slice(0, 4)) hid.send('a', report);
    hid.unplug('a');
    await settle();
    expect(heard.at(-1)).toEqual(['failed', 'device/disconnected-while-sending']);
    hid.plug(barcodeReader);
    await settle();
    for (const report of reports.slice(0, 3)) hid.send('a', report);
    await vi.advanceTimersByTimeAsync(3000);
    expect(heard.at(-1)).toEqual(['failed', 'device/time-out']);
    const before = heard.filter(([event]) => event === 'failed').length;
    for (let i = 0; i < 2000; i++) hid.send('a', reports[0]!);
    expect(heard.filter(([event]) => event === 'failed').length).toBe(before + 1);
    expect(heard.at(-1)).toEqual(['failed', 'device/protocol']);
    await vi.advanceTimersByTimeAsync(300);
    expect(state()).toEqual(['ready']);
    for (const report of reports) hid.send('a', report);
    expect(heard.at(-1)).toEqual(['barcode', ']L2', licence]);
    expect(heard.filter(([event]) => event === 'barcode')).toHaveLength(1);
  });

  it('tries again what it may not open, and enables what has to be enabled', async () => {
    const { hid, state, settle, bus } = bench();
    const sent = vi.fn(async (_report: Uint8Array) => {});
    const open = hid.open;
    let denied = true;
    hid.open = async (target) => {
      if (denied) throw new DeviceError('device/access-denied', 'no');
      return { ...(await open(target)), featureReport: sent };
    };
    hid.plug(info);
    await settle();
    expect(bus.devices()[0]?.snapshot()).toMatchObject({
      state: 'faulted',
      fault: { code: 'device/access-denied' },
    });
    denied = false;
    await vi.advanceTimersByTimeAsync(3000);
    expect(state()).toEqual(['ready']);
    expect(sent).toHaveBeenCalledWith(Uint8Array.of(254, 1));
  });

  it('does without the report that enables a reader where the reader knows none', async () => {
    const { hid, state, settle, heard } = bench();
    const open = hid.open;
    hid.open = async (target) => {
      const featureReport = async () => {
        throw new DeviceError('device/failed', 'stall');
      };
      return { ...(await open(target)), featureReport };
    };
    hid.plug(info);
    await settle();
    expect(state()).toEqual(['ready']);
    for (const frame of frames) hid.send('a', frame);
    expect(heard.at(-1)).toEqual(['read', lines]);
  });

  it('is away when it is gone before it could be opened', async () => {
    const { hid, state, settle } = bench();
    const open = hid.open;
    hid.open = async (target) => {
      hid.unplug(target.path);
      return open(target);
    };
    hid.plug(info);
    await settle();
    await vi.advanceTimersByTimeAsync(600);
    expect(state()).toEqual(['absent']);
  });

  it('tells two of a kind apart, and leaves other devices alone', async () => {
    const { hid, bus, settle } = bench();
    hid.plug(info);
    hid.plug({ ...info, path: 'b' });
    hid.plug({ ...info, path: 'keyboard', usagePage: 1, usage: 6 });
    await settle();
    expect(bus.devices().map((device) => device.snapshot().id)).toEqual([id, `${id}#2`]);
    expect(hidDeviceId({ ...info, serialNumber: 'S/N 1' })).toBe('hid:0c2e:0b6a:SN1');
  });

  it('closes in peace with a reading under way', async () => {
    const { hid, bus, settle } = bench();
    hid.plug(info);
    await settle();
    hid.send('a', frames[0]!);
    await bus.close();
    hid.send('a', frames[1]!);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a HID reader whose reports are its maker’s own', () => {
  const own: HidInfo = { ...info, vendorId: 0x1a2b, productId: 0x3c4d, usagePage: 0xff00, usage: 1 };
  const layout = { reportId: 1, lengthAt: 1, textAt: 2, end: 3 };
  const name = '1a2b:3c4d@report=01,length=1,end=03';
  const reports = textReports(latin1(`${lines.join('\r')}\r`), layout);

  it('reads by the layout an operator has named, and is nothing where nobody has', async () => {
    for (const named of [[], ['1a2b:3c4e@report=01'], ['1a2b:3c4d@page=ff01']]) {
      const { hid, state, settle } = bench(named);
      hid.plug(own);
      await settle();
      expect(state()).toEqual([]);
    }
    const { hid, heard, state, settle, bus } = bench([name]);
    hid.plug(own);
    await settle();
    const ownId = 'hid:1a2b:3c4d';
    expect(bus.devices()[0]?.snapshot()).toMatchObject({ id: ownId, kind: 'mrz-reader', state: 'ready' });
    hid.send('a', Uint8Array.of(9, 1, 0x41));
    expect(heard).toEqual([]);
    hid.send('a', reports[0]!);
    expect(state()).toEqual(['busy']);
    for (const report of reports.slice(1)) hid.send('a', report);
    for (const report of textReports(latin1(`]L2${licence}`), layout)) hid.send('a', report);
    expect(heard).toEqual([
      ['started', ownId],
      ['read', lines],
      ['started', ownId],
      ['barcode', ']L2', licence],
    ]);
  });

  it('is one reader where it has other interfaces as well, and fails as any reader does', async () => {
    const { hid, heard, settle, state, bus } = bench([name]);
    hid.plug({ ...own, path: 'pos', ...hidPosUsage });
    hid.plug(own);
    await settle();
    expect(bus.devices()).toHaveLength(1);
    for (const frame of frames) hid.send('pos', frame);
    expect(heard).toEqual([]);
    hid.send('a', Uint8Array.of(1, 200, 0x41));
    expect(heard.splice(0).at(-1)).toEqual(['failed', 'device/protocol']);
    await vi.advanceTimersByTimeAsync(300);
    hid.send('a', reports[0]!);
    await vi.advanceTimersByTimeAsync(3000);
    expect(heard.splice(0).at(-1)).toEqual(['failed', 'device/time-out']);
    hid.send('a', reports[0]!);
    hid.unplug('a');
    await settle();
    expect(heard.at(-1)).toEqual(['failed', 'device/disconnected-while-sending']);
    expect(state()).toEqual(['absent']);
  });
});
