import type { HidInfo, HidTransport } from '../transports/hid.ts';
import { hidReader } from './hid-reader.ts';
import { deviceId, type Keeper, type KeptDevice, keepDevices } from './keeper.ts';
import { hidProfileOf } from './profiles.ts';
import type { ReadingEvents } from './reading.ts';

export type HidDevices = Keeper<KeptDevice<HidInfo>>;

/**
 * Keeps one reader for every HID device that has a profile, over plugging and unplugging.
 *
 * @param portsOf the transport the device of that id is opened through, where that is not the bus itself
 */
export function hidDevices(
  bus: HidTransport,
  events: ReadingEvents,
  portsOf: (id: string, bus: HidTransport) => HidTransport = (_, same) => same,
): HidDevices {
  return keepDevices(bus, {
    keyOf: ({ path, vendorId, productId, serialNumber }) =>
      `${path} ${vendorId}:${productId} ${serialNumber}`,
    idOf: hidDeviceId,
    profileOf: hidProfileOf,
    make: (id, info, profile, lost) => hidReader(id, profile, info, portsOf(id, bus), { ...events, lost }),
  });
}

export const hidDeviceId = (info: HidInfo, rank = 1) => deviceId('hid', info, rank);
