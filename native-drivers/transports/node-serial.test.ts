import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPty, whyNoPty } from '../peers/pty.ts';
import { nodeSerialTransport } from './node-serial.ts';
import type { SerialInfo, SerialSettings } from './serial.ts';
import { listLinuxSerial, withNamedSerial } from './serial-list.ts';

const settings: SerialSettings = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 };
const infoOf = (path: string): SerialInfo => ({
  path,
  vendorId: null,
  productId: null,
  product: '',
  serialNumber: '',
});
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** A sysfs as the kernel lays it out: the port points at a USB interface, and the device is the folder above. */
function sysfs() {
  const root = mkdtempSync(join(tmpdir(), 'proofdesk-sysfs-'));
  cleanUp.push(() => rmSync(root, { recursive: true }));
  const tty = join(root, 'class/tty');
  mkdirSync(tty, { recursive: true });
  const add = (name: string, below: string, facts: Record<string, string>) => {
    const device = join(root, 'devices', name);
    mkdirSync(join(device, below), { recursive: true });
    for (const [fact, text] of Object.entries(facts)) writeFileSync(join(device, fact), `${text}\n`);
    mkdirSync(join(tty, name));
    symlinkSync(join(device, below), join(tty, name, 'device'));
  };
  return { tty, add };
}

const onPty = describe.skipIf(whyNoPty !== null);

async function pairAndPort() {
  const pty = await openPty();
  cleanUp.push(() => pty.pull());
  const transport = nodeSerialTransport({
    named: [pty.path],
    pollEvery: 30,
    watch: () => () => {},
    list: async () => [],
  });
  cleanUp.push(() => transport.close());
  const port = await transport.open(infoOf(pty.path), settings);
  cleanUp.push(() => port.close());
  return { pty, transport, port };
}

describe('the list of serial ports', () => {
  it('names what hangs on USB, through an interface and through a bridge, and nothing else', async () => {
    const { tty, add } = sysfs();
    add('ttyACM0', '1-1:1.0', { idVendor: '1ffa', idProduct: '0001', product: 'IDBOX One', serial: '42' });
    add('ttyUSB3', '1-2:1.0/ttyUSB3', { idVendor: '0403', idProduct: '6001' });
    add('ttyS0', 'x', { idVendor: 'ffff', idProduct: 'ffff' });
    add('ttyACM9', 'x', { idVendor: 'zzzz', idProduct: '0001' });
    expect(await listLinuxSerial(tty)).toEqual([
      { path: '/dev/ttyACM0', vendorId: 0x1ffa, productId: 1, product: 'IDBOX One', serialNumber: '42' },
      { path: '/dev/ttyUSB3', vendorId: 0x0403, productId: 0x6001, product: '', serialNumber: '' },
    ]);
  });

  it('has a port once that is found and named by a link, under the operator’s name and with its device', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'proofdesk-dev-'));
    cleanUp.push(() => rmSync(folder, { recursive: true }));
    const [port, byId, byPath, plain] = ['ttyACM0', 'by-id', 'by-path', 'ttyS0'].map((name) =>
      join(folder, name),
    ) as [string, string, string, string];
    writeFileSync(port, '');
    writeFileSync(plain, '');
    symlinkSync(port, byId);
    symlinkSync(port, byPath);
    const found = { ...infoOf(port), vendorId: 0x1ffa, productId: 1 };
    const transport = nodeSerialTransport({
      named: [join(folder, 'gone'), byId, plain, byPath, plain],
      watch: () => () => {},
      list: async () => [found],
    });
    cleanUp.push(() => transport.close());
    expect(await transport.list()).toEqual([{ ...found, path: byId }, infoOf(plain)]);
  });

  it('is empty where there is no such folder', async () => {
    expect(await listLinuxSerial('/nowhere')).toEqual([]);
    expect(await withNamedSerial([], ['/nowhere/ttyS9'])).toEqual([]);
  });

  it('asks the library on other systems, and takes its ids as hexadecimal', async () => {
    const list = async () => [{ path: 'COM3', vendorId: '1FFA', productId: '0001' }, { path: 'COM1' }];
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
    cleanUp.push(() => platform.mockRestore());
    const transport = nodeSerialTransport({
      load: async () => ({ SerialPort: { list } }) as never,
      watch: () => () => {},
    });
    cleanUp.push(() => transport.close());
    expect(await transport.list()).toMatchObject([{ path: 'COM3', vendorId: 0x1ffa, productId: 1 }]);
  });
});

describe('opening a serial port', () => {
  it.each([
    ['Error: Permission denied, cannot open /dev/ttyACM0', 'device/access-denied'],
    ['Error Resource temporarily unavailable Cannot lock port', 'device/busy'],
    ['Error: Device or resource busy, cannot open /dev/ttyACM0', 'device/busy'],
    ['Error: No such file or directory, cannot open /dev/ttyACM0', 'device/disconnected-before-sending'],
    ['Opening COM3: File not found', 'device/disconnected-before-sending'],
    ['Error: Input/output error setting custom baud rate', 'device/failed'],
  ])('names what %j means', async (message, code) => {
    class Native {
      open = (done: (error: Error) => void) => done(new Error(message));
    }
    const transport = nodeSerialTransport({
      load: async () => ({ SerialPort: Native }) as never,
      watch: () => () => {},
    });
    cleanUp.push(() => transport.close());
    await expect(transport.open(infoOf('/dev/null'), settings)).rejects.toMatchObject({ code });
  });

  it('names a missing library and a missing port', async () => {
    const without = nodeSerialTransport({
      load: () => Promise.reject(new Error('no binary')),
      watch: () => () => {},
    });
    cleanUp.push(() => without.close());
    await expect(without.open(infoOf('/dev/null'), settings)).rejects.toMatchObject({
      code: 'device/failed',
    });
    const real = nodeSerialTransport({ watch: () => () => {} });
    cleanUp.push(() => real.close());
    await expect(real.open(infoOf('/dev/ttyNone'), settings)).rejects.toMatchObject({
      code: 'device/disconnected-before-sending',
    });
  });
});

onPty('a serial port on a pair of terminals', () => {
  it('sends and receives every byte value', async () => {
    const { pty, port } = await pairAndPort();
    const every = Uint8Array.from({ length: 256 }, (_, index) => index);
    const there: number[] = [];
    const here: number[] = [];
    pty.onReceived((bytes) => there.push(...bytes));
    port.onData((bytes) => here.push(...bytes));
    await port.write(every);
    pty.send(every);
    await vi.waitFor(() => expect([there.length, here.length]).toEqual([256, 256]));
    expect([there, here]).toEqual([[...every], [...every]]);
  });

  it('fails once when the cable is pulled, and can be closed afterwards', async () => {
    const { pty, port } = await pairAndPort();
    port.onData(() => {});
    const failed = vi.fn();
    port.onError(failed);
    await pty.pull();
    await vi.waitFor(() => expect(failed).toHaveBeenCalled());
    expect(failed).toHaveBeenCalledTimes(1);
    expect(failed.mock.calls[0]?.[0]).toMatchObject({ code: 'device/disconnected-before-sending' });
    await expect(port.write(Uint8Array.of(1))).rejects.toMatchObject({
      code: 'device/disconnected-while-sending',
    });
    await port.close();
    await port.close();
  });

  it('notices whenever it is pulled, also while it is being opened', async () => {
    for (let i = 0; i < 20; i++) {
      const { pty, port } = await pairAndPort();
      const failed = vi.fn();
      port.onData(() => {});
      port.onError(failed);
      await pty.pull();
      await vi.waitFor(() => expect(failed).toHaveBeenCalledTimes(1));
      await port.close();
    }
  });

  it('is busy for the second who opens it', async () => {
    const { transport, pty } = await pairAndPort();
    await expect(transport.open(infoOf(pty.path), settings)).rejects.toMatchObject({ code: 'device/busy' });
  });

  it('tells when a named port comes and goes', async () => {
    const { transport, pty } = await pairAndPort();
    await vi.waitFor(async () => expect(await transport.list()).toHaveLength(1));
    const changed = vi.fn();
    transport.onChange(changed);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await pty.pull();
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
    expect(await transport.list()).toEqual([]);
  });
});
