import { vi } from 'vitest';
import { serialDevices } from '../devices/serial-devices.ts';
import { namedPort } from '../devices/serial-profiles.ts';
import { serialDevices as peers, type SerialDevice, type SerialDeviceName } from '../peers/serial.ts';
import type { SerialInfo, SerialSettings } from '../transports/serial.ts';
import { virtualSerial } from './virtual-serial.ts';

/** The specimen of Doc 9303-4. */
export const lines = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
export const usb = (vendorId: number, path = '/dev/ttyACM0', serialNumber = ''): SerialInfo => ({
  path,
  vendorId,
  productId: 1,
  product: '',
  serialNumber,
});
export const wire = (path = '/dev/ttyUSB0'): SerialInfo => ({
  ...usb(0, path),
  vendorId: null,
  productId: null,
});
export const line = (
  baudRate: number,
  dataBits: 7 | 8 = 8,
  parity: SerialSettings['parity'] = 'none',
): SerialSettings => ({
  baudRate,
  dataBits,
  parity,
  stopBits: 1,
});

/** Serial devices on a virtual bus, and what is heard of them. Wants fake timers. */
export function serialBench(named: string[] = []) {
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
