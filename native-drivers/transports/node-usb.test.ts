import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodeUsbTransport } from './node-usb.ts';
import type { UsbInfo } from './usb.ts';
import { kernelDriverOf, listUsbSysfs } from './usb-sysfs.ts';

const alternates = [
  {
    alternateSetting: 0,
    interfaceClass: 7,
    interfaceSubclass: 1,
    interfaceProtocol: 4,
    endpoints: [{ endpointNumber: 1, direction: 'in', type: 'bulk', packetSize: 512 }],
  },
];
function native(work: Record<string, unknown> = {}) {
  return {
    bus: '1',
    ports: [2, 3],
    address: 7,
    vendorId: 0x1209,
    productId: 4,
    productName: 'Scanner',
    serialNumber: null,
    configuration: { interfaces: [{ interfaceNumber: 0, alternates }] },
    open: async () => {},
    close: vi.fn(async () => {}),
    claimInterface: async () => {},
    releaseInterface: async () => {},
    clearHalt: vi.fn(async () => {}),
    transferIn: vi.fn(async () => ({ data: new DataView(Uint8Array.of(1, 2).buffer) })),
    transferOut: async () => ({}),
    ...work,
  };
}
const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});
function transportOf(devices: unknown[] | Error, driver: string | null = null) {
  const getDevices = async () => {
    if (devices instanceof Error) throw devices;
    return devices;
  };
  const transport = nodeUsbTransport({
    load: async () => ({ usb: { getDevices } }) as never,
    tell: null,
    kernelDriver: async () => driver,
    watch: () => () => {},
  });
  closing.push(transport);
  return transport;
}
const open = async (device: ReturnType<typeof native>) => {
  const transport = transportOf([device]);
  const info = (await transport.list())[0] as UsbInfo;
  return { port: await transport.open(info), endpoint: info.interfaces[0]!.endpoints[0]!, info };
};

describe('USB as Linux tells of it', () => {
  it('is read without opening anything', async () => {
    const root = mkdtempSync(join(tmpdir(), 'proofdesk-usb-'));
    const device = (name: string, facts: Record<string, string | Uint8Array>) => {
      mkdirSync(join(root, name));
      for (const [fact, content] of Object.entries(facts)) writeFileSync(join(root, name, fact), content);
    };
    const face = (number: number, alternate: number) => [9, 4, number, alternate, 2, 7, 1, 4, 0];
    const pipes = [7, 5, 0x01, 2, 0x00, 0x02, 0, 7, 5, 0x82, 2, 0x00, 0x02, 0];
    const descriptors = Uint8Array.from([
      ...[18, 1, ...Array(16).fill(0)],
      ...[9, 2, 0, 0, 2, 1, 0, 0x80, 50],
      ...[...face(0, 0), ...pipes, ...face(1, 1), ...pipes, 3, 99, 1],
      ...[9, 2, 0, 0, 1, 2, 0, 0x80, 50, ...face(7, 0)],
    ]);
    device('1-2.3', {
      idVendor: '1209\n',
      idProduct: '0004\n',
      busnum: '1\n',
      devpath: '2.3\n',
      devnum: '7\n',
      product: 'Scanner\n',
      descriptors,
    });
    device('usb1', { idVendor: '1d6b\n' });
    device('1-2.3:1.0', {});
    symlinkSync('../../../bus/usb/drivers/usblp', join(root, '1-2.3:1.0/driver'));
    device('1-9', { idVendor: 'zz\n', descriptors: '' });
    const [found, ...more] = await listUsbSysfs(root);
    expect([await kernelDriverOf(found!, 0, root), await kernelDriverOf(found!, 1, root)]).toEqual([
      'usblp',
      null,
    ]);
    rmSync(root, { recursive: true });
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      path: '1-2.3@7',
      vendorId: 0x1209,
      productId: 4,
      product: 'Scanner',
      serialNumber: '',
    });
    expect(found?.interfaces).toEqual(
      [0, 1].map((number) => ({
        number,
        alternate: number,
        code: [7, 1, 4],
        endpoints: [
          { number: 1, direction: 'out', type: 'bulk', packetSize: 512 },
          { number: 2, direction: 'in', type: 'bulk', packetSize: 512 },
        ],
      })),
    );
  });

  it('is a list that one device of the package is found by, and empty where there is no bus', async () => {
    const told: UsbInfo = {
      path: '1-2.3@7',
      vendorId: 0x1209,
      productId: 4,
      product: '',
      serialNumber: '',
      interfaces: [],
    };
    const getDevices = async () => [native({ bus: '001' })];
    const options = { load: async () => ({ usb: { getDevices } }) as never, watch: () => () => {} };
    const transport = nodeUsbTransport({ ...options, tell: async () => [told] });
    closing.push(transport);
    expect(await transport.list()).toEqual([told]);
    expect((await transport.open(told)).info).toBe(told);
    const without = nodeUsbTransport({ ...options, tell: () => listUsbSysfs('/nowhere') });
    closing.push(without);
    expect(await without.list()).toEqual([]);
  });

  it('is described by the package once a device, elsewhere', async () => {
    const configuration = vi.fn(() => ({ interfaces: [] }));
    const device = Object.defineProperty(native(), 'configuration', { get: configuration });
    const transport = transportOf([device]);
    for (let i = 0; i < 3; i++) await transport.list();
    expect(configuration).toHaveBeenCalledTimes(1);
  });
});

describe('USB through the usb package', () => {
  it('lists devices with their interfaces, and none where there is no bus', async () => {
    expect(await transportOf([native()]).list()).toMatchObject([
      { path: '1-2.3@7', product: 'Scanner', serialNumber: '', interfaces: [{ code: [7, 1, 4], number: 0 }] },
    ]);
    expect(await transportOf(new Error('/sys/bus/usb/devices/ not found')).list()).toEqual([]);
  });

  it('asks for whole packets and with its own time, not the second of the package', async () => {
    const device = native();
    const { port, endpoint } = await open(device);
    expect(await port.receive(endpoint, 12, 30_000)).toEqual(Uint8Array.of(1, 2));
    expect(device.transferIn).toHaveBeenCalledWith(1, 512, 30_000);
    await port.close();
    await port.close();
    expect(device.close).toHaveBeenCalledTimes(1);
  });

  it('gives back every interface it has claimed before it closes, also when one is gone', async () => {
    const said: string[] = [];
    const device = native({
      releaseInterface: async (face: number) => {
        said.push(`release ${face}`);
        throw new Error('releaseInterface error: not claimed');
      },
      close: async () => void said.push('close'),
    });
    const { port, info } = await open(device);
    const face = info.interfaces[0]!;
    await port.claim(face);
    await port.claim({ ...face, number: 2 });
    await port.close();
    expect(said).toEqual(['release 0', 'release 2', 'close']);
  });

  it.each([
    ['permission denied (errno 13)', 'device/access-denied'],
    ['device not found (errno 19)', 'device/disconnected-before-sending'],
    ['failed to open device (errno 5)', 'device/failed'],
  ])('names an opening that fails: %s', async (message, code) => {
    const device = native({ open: () => Promise.reject(new Error(message)) });
    await expect(open(device)).rejects.toMatchObject({ code });
  });

  it.each([
    ['transferIn error: Cancelled', 'device/time-out', 0],
    ['transferIn error: Stall', 'device/protocol', 1],
    ['transferIn error: Disconnected', 'device/disconnected-while-sending', 0],
  ])('names a transfer that fails: %s', async (message, code, cleared) => {
    const device = native({ transferIn: () => Promise.reject(new Error(message)) });
    const { port, endpoint } = await open(device);
    const failed = vi.fn();
    port.onError(failed);
    await expect(port.receive(endpoint, 512, 10)).rejects.toMatchObject({ code });
    expect(device.clearHalt).toHaveBeenCalledTimes(cleared);
    expect(failed).toHaveBeenCalledTimes(code === 'device/disconnected-while-sending' ? 1 : 0);
  });

  it('says that an interface is in use, and that a device was exchanged for another', async () => {
    const device = native({
      claimInterface: () => Promise.reject(new Error('interface is busy (errno 16)')),
    });
    const { port, info } = await open(device);
    await expect(port.claim(info.interfaces[0]!)).rejects.toMatchObject({ code: 'device/busy' });
    const other = transportOf([native({ productId: 5 })]);
    await expect(other.open(info)).rejects.toMatchObject({ code: 'device/disconnected-before-sending' });
  });

  it('takes an interface from the kernel, and from no program', async () => {
    const detachKernelDriver = vi.fn(async () => {});
    const claimInterface = () =>
      detachKernelDriver.mock.calls.length > 0
        ? Promise.resolve()
        : Promise.reject(new Error('interface is busy'));
    for (const [driver, code] of [
      ['usbfs', 'device/busy'],
      [null, 'device/busy'],
      ['usblp', null],
    ] as const) {
      const transport = transportOf([native({ claimInterface, detachKernelDriver })], driver);
      const info = (await transport.list())[0]!;
      const claim = (await transport.open(info)).claim(info.interfaces[0]!);
      if (code) await expect(claim).rejects.toMatchObject({ code });
      else await claim;
    }
    expect(detachKernelDriver).toHaveBeenCalledTimes(1);
  });

  it('lists with the real library, on a machine with or without such devices', async () => {
    const transport = nodeUsbTransport();
    closing.push(transport);
    expect(Array.isArray(await transport.list())).toBe(true);
  });
});
