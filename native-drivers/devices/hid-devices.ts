import type { HidInfo, HidTransport } from '../transports/hid.ts';
import { hidReader } from './hid-reader.ts';
import { deviceId, type Keeper, type KeptDevice, keepDevices } from './keeper.ts';
import { type HidProfile, hidProfileOf } from './profiles.ts';
import type { ReadingEvents } from './reading.ts';

export type HidDevices = Keeper<KeptDevice<HidInfo>>;

/**
 * Keeps one reader for every HID device that has a profile, over plugging and unplugging.
 *
 * @param named readers an operator has named
 * @param portsOf the transport the device of that id is opened through, where that is not the bus itself
 */
export function hidDevices(
  bus: HidTransport,
  events: ReadingEvents,
  named: readonly HidProfile[] = [],
  portsOf: (id: string, bus: HidTransport, profile: HidProfile) => HidTransport = (_, same) => same,
): HidDevices {
  return keepDevices(bus, {
    keyOf: ({ path, vendorId, productId, serialNumber }) =>
      `${path} ${vendorId}:${productId} ${serialNumber}`,
    idOf: hidDeviceId,
    profileOf: (info: HidInfo) => hidProfileOf(info, named),
    make: (id, info, profile, lost) =>
      hidReader(id, profile, info, portsOf(id, bus, profile), { ...events, lost }),
  });
}

export const hidDeviceId = (info: HidInfo, rank = 1) => deviceId('hid', info, rank);
