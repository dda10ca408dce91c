import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readUsbDescriptors } from '../protocols/usb-descriptors.ts';
import type { UsbInfo } from './usb.ts';

/** A device's folder is named after its place, `1-2.3`; interfaces have a colon in theirs, hubs at the root none of the dash. */
const devicePlace = /^\d+-[\d.]+$/;

/**
 * The USB devices of Linux, read from sysfs. Nothing is opened and everyone may read it; the usb package opens each device
 * to tell what its interfaces are, so that one that may not be opened would seem to have none.
 *
 * @throws Error `ENOENT` on a machine without a USB bus
 */
export async function listUsbSysfs(root = '/sys/bus/usb/devices'): Promise<UsbInfo[]> {
  const places = (await readdir(root)).filter((name) => devicePlace.test(name)).sort();
  const found = await Promise.all(places.map((place) => readDevice(join(root, place)).catch(() => null)));
  return found.filter((info) => info !== null);
}

async function readDevice(folder: string): Promise<UsbInfo | null> {
  const text = (name: string) =>
    readFile(join(folder, name), 'utf8').then(
      (content) => content.trim(),
      () => '',
    );
  const [vendor, product, bus, place, address, name, serial, descriptors] = await Promise.all([
    text('idVendor'),
    text('idProduct'),
    text('busnum'),
    text('devpath'),
    text('devnum'),
    text('product'),
    text('serial'),
    readFile(join(folder, 'descriptors')),
  ]);
  if (!/^[0-9a-f]{4}$/i.test(vendor) || !/^[0-9a-f]{4}$/i.test(product)) return null;
  return {
    path: usbPath(bus, place, address),
    vendorId: Number.parseInt(vendor, 16),
    productId: Number.parseInt(product, 16),
    product: name.slice(0, 120),
    serialNumber: serial.slice(0, 60),
    interfaces: readUsbDescriptors(new Uint8Array(descriptors)),
  };
}

/** The kernel's driver of an interface; null where it has none, or the system does not tell. */
export async function kernelDriverOf(
  { path }: UsbInfo,
  face: number,
  root = '/sys/bus/usb/devices',
): Promise<string | null> {
  const [place] = path.split('@');
  const names = await readdir(root).catch(() => []);
  const name = names.find((one) => one.startsWith(`${place}:`) && one.endsWith(`.${face}`));
  return name ? readlink(join(root, name, 'driver')).then(basename, () => null) : null;
}

/** Bus, ports and address as one word, however the bus's number is written. */
export function usbPath(bus: string, place: string, address: string | number): string {
  return `${/^\d+$/.test(bus) ? Number(bus) : bus}-${place}@${address}`;
}
