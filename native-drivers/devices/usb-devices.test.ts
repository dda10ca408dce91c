import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeviceError } from '../errors.ts';
import { ippUsbDevice, ippUsbInfo } from '../peers/ipp-usb.ts';
import { ptpCamera, ptpCameraInfo } from '../peers/ptp-camera.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import { capabilitiesXml, statusXml } from '../simulator/escl-xml.ts';
import { type VirtualUsb, virtualUsb } from '../simulator/virtual-usb.ts';
import { seededRandom } from '../testing/random.ts';
import type { UsbInfo } from '../transports/usb.ts';
import { usbDevices } from './usb-devices.ts';
import { namedCamera, usbProfileOf } from './usb-profiles.ts';

const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3);
const readerInfo = (path: string, serialNumber = ''): UsbInfo => ({
  path,
  vendorId: 0x1209,
  productId: 3,
  product: 'Reader',
  serialNumber,
  interfaces: [
    {
      number: 0,
      alternate: 0,
      code: [0xff, 0, 0],
      endpoints: [{ number: 1, direction: 'in', type: 'interrupt', packetSize: 8 }],
    },
  ],
});
const inPackets = (usb: VirtualUsb, path: string, bytes: Uint8Array) => {
  for (let at = 0; at < bytes.length; at += 8) usb.send(path, 1, bytes.subarray(at, at + 8));
};
/** A scanner over USB pipes that answers as the eSCL of a flat bed does. */
function scannerPeer(usb: VirtualUsb, path: string) {
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    if (url.endsWith('Capabilities')) response.end(capabilitiesXml(300));
    else if (url.endsWith('Status')) response.end(statusXml('idle', true));
    else if (request.method === 'POST') response.writeHead(201, { location: '/eSCL/ScanJobs/1' }).end();
    else if (url.endsWith('NextDocument')) response.end(jpeg);
    else response.end();
  });
  return ippUsbDevice(server, (endpoint, bytes) => usb.send(path, endpoint, bytes));
}

function bench(served = false, isServed = () => served) {
  const usb = virtualUsb();
  const heard: unknown[] = [];
  const bus = usbDevices(
    usb,
    {
      changed: () => {},
      readStarted: () => heard.push('started'),
      documentRead: ({ reading }) => heard.push(reading.kind === 'lines' ? reading.lines : reading.kind),
      readFailed: ({ code }) => heard.push(code),
    },
    { served: async () => isServed() },
  );
  const list = () => bus.devices().map((device) => device.snapshot());
  const scannerOf = (id: string) => bus.kept().find(({ device }) => device.snapshot().id === id)!.scanner!;
  return { usb, bus, heard, list, scannerOf };
}
type Bench = ReturnType<typeof bench>;
const ready = (list: Bench['list']) =>
  vi.waitFor(() => expect(list().every(({ state }) => state === 'ready') && list().length > 0).toBe(true));

describe('devices on USB', () => {
  it('are readers, scanners and page cameras by their profiles, and nothing else is touched', async () => {
    const { usb, bus, heard, list, scannerOf } = bench();
    usb.plug(readerInfo('1'));
    usb.plug(ippUsbInfo('2'), scannerPeer(usb, '2'));
    const camera = ptpCamera({ send: (endpoint, bytes) => usb.send('3', endpoint, bytes), page: () => jpeg });
    usb.plug(ptpCameraInfo('3'), camera);
    usb.plug({ ...ptpCameraInfo('4'), vendorId: 0x04e8, productId: 0x6866, product: 'Telephone' });
    await vi.waitFor(() => expect(list()).toHaveLength(3));
    await ready(list);
    expect(list().map(({ id, name, firmware }) => [id, name, firmware])).toEqual([
      ['usb:1209:0003', 'Reader', undefined],
      ['usb:1209:0004:SIMULATED', 'Simulated page scanner', undefined],
      ['usb:1209:0005:SIMULATED', 'Proofdesk Page camera', '1.2'],
    ]);
    inPackets(usb, '1', writeTextMessage(lines));
    await vi.waitFor(() => expect(heard).toEqual(['started', lines]));
    for (const id of ['usb:1209:0004:SIMULATED', 'usb:1209:0005:SIMULATED']) {
      const { reading } = await scannerOf(id).scan(300);
      expect(reading).toEqual({ kind: 'image', bytes: jpeg, mediaType: 'image/jpeg', dotsPerInch: 300 });
    }
    await bus.close();
    expect([usb.opened(), usb.listeners()]).toEqual([0, 0]);
  });

  it('are left to ipp-usb where it runs, and say how a refusal is cured', async () => {
    const { usb, bus, list } = bench(true);
    usb.plug(ippUsbInfo('1'), scannerPeer(usb, '1'));
    usb.plug(readerInfo('2'));
    usb.refuse('2', 'open', new DeviceError('device/access-denied', 'no'));
    await vi.waitFor(() => expect(list()[1]).toMatchObject({ fault: { code: 'device/access-denied' } }));
    expect(list()[1]?.fault?.cure).toContain('WinUSB');
    expect(bus.kept()[0]!.scanner!.seen).toBe(false);
    expect(usb.opened()).toBe(0);
    await bus.close();
  });

  it('are handed over when ipp-usb starts, and taken again when it ends', async () => {
    let runs = false;
    const { usb, bus, list } = bench(false, () => runs);
    usb.plug(ippUsbInfo('1'), scannerPeer(usb, '1'));
    await ready(list);
    runs = true;
    await vi.waitFor(() => expect([usb.opened(), bus.kept()[0]!.served]).toEqual([0, true]), 5000);
    runs = false;
    await vi.waitFor(() => expect(list()[0]?.state).toBe('ready'), 5000);
    expect([usb.opened(), bus.kept()[0]!.served]).toEqual([1, false]);
    await bus.close();
  });

  it('that claim to be of a class and speak otherwise are not believed', async () => {
    const { usb, bus, list, scannerOf } = bench();
    usb.plug(ptpCameraInfo('1'), {
      received: () => {
        usb.send('1', 1, Uint8Array.from(Buffer.from('HTTP/1.1 200 OK\r\n\r\n')));
        return undefined;
      },
    });
    usb.plug(ippUsbInfo('2'), {
      received: (endpoint) => {
        usb.send('2', endpoint, Uint8Array.from(Buffer.from('\u0000\u0001no HTTP at all\r\n')));
        return undefined;
      },
    });
    await vi.waitFor(() =>
      expect(list().map(({ fault }) => fault?.code)).toEqual(['device/protocol', 'device/protocol']),
    );
    await expect(scannerOf('usb:1209:0005:SIMULATED').scan(300)).rejects.toMatchObject({
      code: 'device/protocol',
    });
    await bus.close();
    expect(usb.opened()).toBe(0);
  });

  it('with the same ids are two devices', async () => {
    const { usb, bus, heard, list } = bench();
    usb.plug(readerInfo('1'));
    usb.plug(readerInfo('2'));
    await vi.waitFor(() => expect(list()).toHaveLength(2));
    await ready(list);
    expect(list().map(({ id }) => id)).toEqual(['usb:1209:0003', 'usb:1209:0003#2']);
    inPackets(usb, '2', writeTextMessage(lines));
    await vi.waitFor(() => expect(heard).toEqual(['started', lines]));
    await bus.close();
  });

  it('are page cameras only when an operator has named them', () => {
    const telephone = { ...ptpCameraInfo('1'), vendorId: 0x04e8, productId: 0x6866 };
    expect(usbProfileOf(telephone)).toBeNull();
    const named = namedCamera('04E8:6866@250');
    expect(named).toMatchObject({ match: { vendorId: 0x04e8, productId: 0x6866 }, dotsPerInch: 250 });
    expect(usbProfileOf(telephone, [named!])).toBe(named);
    expect([namedCamera('04e8:6866'), namedCamera('x'), namedCamera('04e8:6866@0')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('a USB cable that is pulled', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('a thousand times leaves nothing open', async () => {
    const { usb, bus, list } = bench();
    const random = seededRandom(9);
    for (let cycle = 0; cycle < 1000; cycle++) {
      const path = `${random.below(3)}`;
      usb.plug(readerInfo(path));
      const camera = ptpCamera({
        send: (endpoint, bytes) => usb.send(`c${path}`, endpoint, bytes),
        page: () => jpeg,
      });
      usb.plug(ptpCameraInfo(`c${path}`), camera);
      await vi.advanceTimersByTimeAsync(random.below(3));
      if (random.below(2)) inPackets(usb, path, writeTextMessage(lines).subarray(0, random.below(92)));
      await vi.advanceTimersByTimeAsync(random.below(3));
      usb.pull(path);
      usb.pull(`c${path}`);
      await vi.advanceTimersByTimeAsync(random.below(2));
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(list().map(({ state }) => state)).toEqual(['absent', 'absent']);
    expect([usb.opened(), usb.listeners()]).toEqual([0, 1]);
    await bus.close();
    expect([usb.opened(), usb.listeners(), vi.getTimerCount()]).toEqual([0, 0, 0]);
  });
});
