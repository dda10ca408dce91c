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

/** Away devices that are kept: staff look for what was pulled, but one with a new serial number at each plug is no end. */
const mostAway = 8;

/**
 * Keeps one device for every thing of use on a bus, over plugging and unplugging. Of those that are away the longest gone
 * are forgotten when they become many.
 */
export function keepDevices<Info, Profile, Kept extends KeptDevice<Info>>(
  bus: Bus<Info>,
  parts: KeeperParts<Info, Profile, Kept>,
): Keeper<Kept> {
  const all = new Map<string, { kept: Kept; profile: Profile }>();
  /** The ids of what is away, the longest gone first. */
  const away = new Set<string>();
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
    for (const [id, { kept }] of all) {
      const key = kept.attached !== null && parts.keyOf(kept.attached);
      if (key !== false && here.has(key)) known.add(key);
      else {
        if (key !== false) kept.detach();
        away.add(id);
      }
    }
    for (const info of found) {
      const profile = known.has(parts.keyOf(info)) ? null : parts.profileOf(info);
      if (profile !== null) place(info, profile);
    }
    for (const id of [...away].slice(0, -mostAway)) {
      void all.get(id)?.kept.close();
      all.delete(id);
      away.delete(id);
    }
  };
  const place = (info: Info, profile: Profile) => {
    for (let rank = 1; ; rank++) {
      const id = parts.idOf(info, rank);
      const before = all.get(id);
      if (before && before.kept.attached !== null) continue;
      const same = before?.profile === profile;
      if (before && !same) void before.kept.close();
      const kept = before && same ? before.kept : parts.make(id, info, profile, lost);
      all.set(id, { kept, profile });
      away.delete(id);
      return kept.attach(info);
    }
  };

  const stop = bus.onChange(() => void rescan());
  void rescan();
  return {
    kept: () => [...all.values()].map(({ kept }) => kept),
    devices: () => [...all.values()].map(({ kept }) => kept.device),
    async close() {
      closed = true;
      clearTimeout(timer);
      stop();
      await Promise.all([...all.values()].map(({ kept }) => kept.close()));
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
