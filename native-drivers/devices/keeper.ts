import type { Bus } from '../transports/bus.ts';
import type { TrackedDevice } from './tracked.ts';

/** One device of a bus, plugged in or not. */
export interface KeptDevice<Info> {
  readonly device: TrackedDevice;
  readonly attached: Info | null;
  attach(info: Info): void;
  detach(): void;
  close(): Promise<void>;
}

export interface KeeperParts<Info, Profile, Kept extends KeptDevice<Info>> {
  /** Null for a thing we have no use for. */
  profileOf(info: Info): Profile | null;
  /** Tells two attached things apart. The place alone does not: another device may have been plugged in there since. */
  keyOf(info: Info): string;
  /** Names a device over its being replugged; `rank` tells apart several that call themselves the same. */
  idOf(info: Info, rank: number): string;
  make(id: string, info: Info, profile: Profile, lost: () => void): Kept;
}

export interface Keeper<Kept> {
  kept(): Kept[];
  devices(): TrackedDevice[];
  close(): Promise<void>;
}

/** Milliseconds: a system may list a device for a moment after its port has died. */
const rescanAfterLoss = 500;

/** Keeps one device for every thing of use on a bus, over plugging and unplugging. */
export function keepDevices<Info, Profile, Kept extends KeptDevice<Info>>(
  bus: Bus<Info>,
  parts: KeeperParts<Info, Profile, Kept>,
): Keeper<Kept> {
  const all = new Map<string, Kept>();
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
      const found = await bus.list().catch(() => null);
      if (closed) return;
      if (found) settle(found);
    } while (again);
    scanning = false;
  };
  const settle = (found: Info[]) => {
    const here = new Set(found.map(parts.keyOf));
    const known = new Set<string>();
    for (const one of all.values()) {
      if (one.attached === null) continue;
      const key = parts.keyOf(one.attached);
      if (here.has(key)) known.add(key);
      else one.detach();
    }
    for (const info of found) {
      const profile = known.has(parts.keyOf(info)) ? null : parts.profileOf(info);
      if (profile) place(info, profile);
    }
  };
  const place = (info: Info, profile: Profile) => {
    for (let rank = 1; ; rank++) {
      const id = parts.idOf(info, rank);
      const before = all.get(id);
      if (before && before.attached !== null) continue;
      const kept = before ?? parts.make(id, info, profile, lost);
      all.set(id, kept);
      return kept.attach(info);
    }
  };

  const stop = bus.onChange(() => void rescan());
  void rescan();
  return {
    kept: () => [...all.values()],
    devices: () => [...all.values()].map((one) => one.device),
    async close() {
      closed = true;
      clearTimeout(timer);
      stop();
      await Promise.all([...all.values()].map((one) => one.close()));
      await bus.close();
    },
  };
}

/**
 * The name of a device that outlives its being replugged: ids and serial number, never where it is attached. `rank`
 * tells apart several of one kind that carry no serial number, or the same one.
 */
export function deviceId(
  bus: string,
  info: { vendorId: number; productId: number; serialNumber: string },
  rank = 1,
): string {
  const hex = (value: number) => value.toString(16).padStart(4, '0');
  const serial = info.serialNumber.replaceAll(/[^\w.-]/g, '');
  const base = `${bus}:${hex(info.vendorId)}:${hex(info.productId)}${serial ? `:${serial}` : ''}`;
  return rank === 1 ? base : `${base}#${rank}`;
}
