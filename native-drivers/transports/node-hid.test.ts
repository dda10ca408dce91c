import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodeHidTransport } from './node-hid.ts';
import { watchUsb } from './usb-hotplug.ts';

class FakeHid extends EventEmitter {
  written: number[][] = [];
  closed = 0;
  write = async (data: Buffer) => this.written.push([...data]);
  sendFeatureReport = async (data: Buffer) => this.written.push([...data]);
  close = async () => {
    this.closed += 1;
  };
}

const found = {
  path: '/dev/hidraw7',
  vendorId: 1,
  productId: 2,
  release: 0,
  interface: 0,
  usagePage: 0x8c,
  usage: 2,
};
const fake = () => {
  const hid = new FakeHid();
  const attached = [found];
  const open = vi.fn(async () => hid);
  const library = { devicesAsync: async () => [...attached], HIDAsync: { open } };
  let usbChanged = () => {};
  const transport = nodeHidTransport({
    pollEvery: 20,
    load: async () => library as never,
    watch: (changed) => {
      usbChanged = changed;
      return () => {};
    },
  });
  return { hid, attached, open, transport, usbChanged: () => usbChanged() };
};

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});

describe('HID through node-hid', () => {
  it('sees a device come and go by looking', async () => {
    const { transport, attached } = fake();
    closing.push(transport);
    await vi.waitFor(async () => expect(await transport.list()).toHaveLength(1));
    const changed = vi.fn();
    transport.onChange(changed);
    attached.pop();
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  });

  it('passes reports, sends, and takes the plain string the package raises as an error', async () => {
    const { transport, hid } = fake();
    closing.push(transport);
    const port = await transport.open((await transport.list())[0]!);
    const reports: Uint8Array[] = [];
    const failed = vi.fn();
    port.onReport((report) => reports.push(report));
    port.onError(failed);
    hid.emit('data', Buffer.from([2, 1]));
    await port.featureReport(Uint8Array.of(254, 1));
    expect(reports).toEqual([Uint8Array.of(2, 1)]);
    expect(hid.written).toEqual([[254, 1]]);
    hid.emit('error', 'could not read from HID device');
    hid.emit('error', 'could not read from HID device');
    expect(failed).toHaveBeenCalledTimes(1);
    await port.close();
    await port.close();
    expect(hid.closed).toBe(1);
  });

  it.runIf(process.platform === 'linux')('says that a device which cannot be opened is gone', async () => {
    const { transport, open } = fake();
    closing.push(transport);
    open.mockRejectedValue(new TypeError('cannot open device with path /dev/hidraw7'));
    await expect(transport.open((await transport.list())[0]!)).rejects.toMatchObject({
      code: 'device/disconnected-before-sending',
    });
  });

  it('has an empty list where the library cannot be loaded', async () => {
    const transport = nodeHidTransport({
      load: async () => {
        throw new Error('no binary');
      },
      watch: () => () => {},
    });
    closing.push(transport);
    expect(await transport.list()).toEqual([]);
  });

  it('lists with the real library, on a machine with or without such devices', async () => {
    const transport = nodeHidTransport();
    closing.push(transport);
    expect(Array.isArray(await transport.list())).toBe(true);
  });

  it('watches USB without harm where there is no bus', async () => {
    const stop = watchUsb(() => {});
    await new Promise((resolve) => setTimeout(resolve, 200));
    stop();
  });
});
