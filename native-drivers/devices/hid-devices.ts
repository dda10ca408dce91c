import type { HidInfo, HidTransport } from '../transports/hid.ts';
import { hidReader, type ReaderEvents } from './hid-reader.ts';
import { deviceId, type Keeper, type KeptDevice, keepDevices } from './keeper.ts';
import { type HidProfile, hidProfileOf } from './profiles.ts';

export type HidDevices = Keeper<KeptDevice<HidInfo>>;

/**
 * Keeps one reader for every HID device that has a profile, over plugging and unplugging.
 *
 * @param portsOf the transport the device of that id is opened through, where that is not the bus itself
 */
export function hidDevices(
  bus: HidTransport,
  events: Omit<ReaderEvents, 'lost'>,
  portsOf: (id: string, bus: HidTransport) => HidTransport = (_, same) => same,
): HidDevices {
  return keepDevices<HidInfo, HidProfile, KeptDevice<HidInfo>>(bus, {
    keyOf: ({ path, vendorId, productId, serialNumber }) =>
      `${path} ${vendorId}:${productId} ${serialNumber}`,
    idOf: hidDeviceId,
    profileOf: hidProfileOf,
    make(id, first, profile, lost) {
      const reader = hidReader(id, profile, first, portsOf(id, bus), { ...events, lost });
      let attached: HidInfo | null = null;
      return {
        device: reader.device,
        get attached() {
          return reader.path === null ? null : attached;
        },
        attach(info) {
          attached = info;
          reader.attach(info);
        },
        detach: reader.detach,
        close: reader.close,
      };
    },
  });
}

export const hidDeviceId = (info: HidInfo, rank = 1) => deviceId('hid', info, rank);
