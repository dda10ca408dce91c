import type { HidInfo, HidTransport } from '../transports/hid.ts';
import { type HidReader, hidReader, type ReaderEvents } from './hid-reader.ts';
import { type HidProfile, hidProfileOf } from './profiles.ts';
import type { TrackedDevice } from './tracked.ts';

export interface HidDevices {
  devices(): TrackedDevice[];
  close(): Promise<void>;
}

const rescanAfterLoss = 500;

/** Keeps one reader for every HID device that has a profile, over plugging and unplugging. */
export function hidDevices(transport: HidTransport, events: Omit<ReaderEvents, 'lost'>): HidDevices {
  const readers = new Map<string, HidReader>();
  let closed = false;
  let scanning = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const lost = () => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => void rescan(), rescanAfterLoss);
  };
  const rescan = async () => {
    if (scanning) {
      again = true;
      return;
    }
    scanning = true;
    do {
      again = false;
      const found = await transport.list().catch(() => null);
      if (closed) return;
      if (found) settle(found);
    } while (again);
    scanning = false;
  };
  const settle = (found: HidInfo[]) => {
    for (const reader of readers.values()) {
      if (reader.path !== null && !found.some((info) => info.path === reader.path)) reader.detach();
    }
    for (const info of found) {
      const profile = hidProfileOf(info);
      if (!profile || [...readers.values()].some((reader) => reader.path === info.path)) continue;
      readerFor(info, profile).attach(info);
    }
  };
  const readerFor = (info: HidInfo, profile: HidProfile): HidReader => {
    for (let rank = 1; ; rank++) {
      const id = hidDeviceId(info, rank);
      const known = readers.get(id);
      if (known && known.path !== null) continue;
      const reader = known ?? hidReader(id, profile, info, transport, { ...events, lost });
      readers.set(id, reader);
      return reader;
    }
  };

  const stop = transport.onChange(() => void rescan());
  void rescan();
  return {
    devices: () => [...readers.values()].map((reader) => reader.device),
    async close() {
      closed = true;
      clearTimeout(timer);
      stop();
      await Promise.all([...readers.values()].map((reader) => reader.close()));
      await transport.close();
    },
  };
}

/**
 * The name of a device that outlives its being replugged: ids and serial number, never the path. `rank` tells apart
 * several of one kind that carry no serial number.
 */
export function hidDeviceId(info: HidInfo, rank = 1): string {
  const hex = (value: number) => value.toString(16).padStart(4, '0');
  const serial = info.serialNumber.replaceAll(/[^\w.-]/g, '');
  const base = `hid:${hex(info.vendorId)}:${hex(info.productId)}${serial ? `:${serial}` : ''}`;
  return rank === 1 ? base : `${base}#${rank}`;
}
