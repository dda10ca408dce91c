import { access, readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SerialInfo } from './serial.ts';

/** CDC-ACM devices and USB-to-serial bridges; the machine's own ports exist whether or not anything is attached. */
const usbPort = /^tty(?:ACM|USB)\d+$/;
/** From the port up to the USB device there are the interface and, for bridges, one level more. */
const levels = 4;

/**
 * The serial ports of Linux that hang on USB, read from sysfs: no child process, unlike a question to udevadm, and no
 * udev database, which a container has not.
 */
export async function listLinuxSerial(sys = '/sys/class/tty', dev = '/dev'): Promise<SerialInfo[]> {
  const names = (await readdir(sys).catch(() => [])).filter((name) => usbPort.test(name)).sort();
  const found = await Promise.all(
    names.map(async (name): Promise<SerialInfo> => {
      const usb = await usbDeviceAbove(join(sys, name, 'device'));
      return { path: join(dev, name), ...usb };
    }),
  );
  return found.filter((info) => info.vendorId !== null);
}

/**
 * What was found and what an operator has named, each port once. One that is both is listed under the operator's name for
 * it, which may be a link (/dev/serial/by-id); of what is named and not found, that which is there.
 */
export async function withNamedSerial(
  found: readonly SerialInfo[],
  named: readonly string[],
): Promise<SerialInfo[]> {
  const placeOf = (path: string) => realpath(path).catch(() => path);
  const places = await Promise.all(named.map(placeOf));
  const taken = new Set<string>();
  const all: SerialInfo[] = [];
  for (const info of found) {
    const place = await placeOf(info.path);
    taken.add(place);
    all.push({ ...info, path: named[places.indexOf(place)] ?? info.path });
  }
  for (const [index, path] of named.entries()) {
    const place = places[index] ?? path;
    if (taken.has(place) || !(await isThere(path))) continue;
    taken.add(place);
    all.push({ path, ...nothingKnown });
  }
  return all;
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

const nothingKnown = { vendorId: null, productId: null, product: '', serialNumber: '' };

async function usbDeviceAbove(device: string): Promise<Omit<SerialInfo, 'path'>> {
  let folder = await realpath(device).catch(() => null);
  for (let level = 0; folder && level < levels; level++, folder = dirname(folder)) {
    const read = (name: string) =>
      readFile(join(folder as string, name), 'latin1').then(
        (text) => text.trim(),
        () => '',
      );
    const [vendor, product] = await Promise.all([read('idVendor'), read('idProduct')]);
    if (!/^[0-9a-f]{4}$/i.test(vendor) || !/^[0-9a-f]{4}$/i.test(product)) continue;
    return {
      vendorId: Number.parseInt(vendor, 16),
      productId: Number.parseInt(product, 16),
      product: (await read('product')).slice(0, 120),
      serialNumber: (await read('serial')).slice(0, 60),
    };
  }
  return nothingKnown;
}
