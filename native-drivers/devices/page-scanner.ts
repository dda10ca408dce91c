import type { Device, DocumentRead } from '../../electron/contract/index.ts';
import { DeviceError, DriverError, faultOf } from '../errors.ts';
import type { PageSource } from './page-source.ts';
import { type TrackedDevice, trackDevice } from './tracked.ts';

export interface PageScanner {
  readonly device: TrackedDevice;
  /** False for what has never answered; such a one is no device. */
  readonly seen: boolean;
  /** @throws DeviceError; DriverError `drivers/cancelled` */
  scan(dotsPerInch: number): Promise<DocumentRead>;
  /** Calls off the page being scanned; nothing happens when none is. */
  cancel(): void;
  /** Asks the scanner how it is, at once; what was asked before and is not answered yet does not count. */
  look(): Promise<void>;
  /** It is there, or gone, as the bus tells. */
  appear(): void;
  vanish(): Promise<void>;
  close(): Promise<void>;
}

export interface PageScannerParts {
  identity: Pick<Device, 'id' | 'name' | 'transport' | 'simulated'>;
  /** Reaches the scanner; asked again after every fault but those a person cures at the scanner. */
  open(): Promise<PageSource>;
  changed(): void;
  /** The bus tells when it is there; until then it is not asked. */
  plugged?: boolean;
  /** Milliseconds between two questions about its state; scanners tell nothing by themselves. */
  pollEvery?: number;
}

/** Faults of the page or the lid, with which the way to the scanner is sound. */
const atTheScanner = new Set<unknown>([
  'device/cover-open',
  'device/jam',
  'device/no-document',
  'device/busy',
]);

/** A scanner of pages, however it is reached. */
export function pageScanner(parts: PageScannerParts): PageScanner {
  const { identity, open, changed, plugged = false, pollEvery = 2000 } = parts;
  const device = trackDevice({ ...identity, kind: 'page-scanner', gesture: 'lay-flat' }, changed);
  let source: PageSource | null = null;
  let seen = false;
  let closed = false;
  let there = !plugged;
  /** Counts the times it went, so that what was opened before is not taken for what is there now. */
  let gone = 0;
  let looking: Promise<void> | null = null;
  let afresh: Promise<void> | null = null;
  let scanning: AbortController | null = null;

  let left: Promise<void> = Promise.resolve();
  const leave = (): Promise<void> => {
    const closing = source;
    source = null;
    if (closing) left = left.then(() => closing.close());
    return left;
  };
  const settle = (fault: Awaited<ReturnType<PageSource['status']>>['fault']) => {
    // An empty glass is how a scanner waits, not a fault of it.
    if (fault && fault !== 'device/no-document') device.apply({ type: 'failed', fault });
    else device.apply({ type: 'cured' });
  };
  const fail = (error: unknown) => {
    const fault = faultOf(error);
    if (error instanceof DriverError || fault === 'device/no-document' || fault === 'device/busy') {
      device.apply({ type: 'finished' });
    } else if (fault.startsWith('device/disconnected')) {
      device.apply({ type: 'vanished' });
    } else {
      device.apply({ type: 'failed', fault });
    }
    return error instanceof DriverError || atTheScanner.has(fault) ? undefined : leave();
  };
  const greet = async () => {
    const fresh = source === null;
    const before = gone;
    // What is still being closed holds the device.
    if (fresh) await left;
    const asked = source ?? (await open());
    if (closed || gone !== before) return void (fresh && (await asked.close()));
    source = asked;
    const { fault } = await asked.status();
    if (closed || source !== asked) return;
    seen = true;
    if (device.connection.state === 'absent') device.apply({ type: 'appeared' });
    if (device.connection.state === 'present' || fresh) device.apply({ type: 'opening' });
    // A scanner that was too busy to say what it is stays `opening` and is asked again at the next look.
    if (device.connection.state === 'opening') {
      const { name, firmware = '' } = await asked.describe();
      device.rename(name.slice(0, 120));
      device.hasFirmware(firmware);
      device.apply({ type: 'opened' });
    }
    if (device.connection.state !== 'busy') settle(fault);
  };
  const look = () => {
    if (device.connection.state === 'busy' || closed || !there) return Promise.resolve();
    const before = gone;
    looking ??= greet()
      .catch((error: unknown) => {
        if (device.connection.state !== 'busy' && gone === before) return fail(error);
      })
      .finally(() => {
        looking = null;
      });
    return looking;
  };
  const lookAfresh = () => {
    afresh ??= Promise.resolve(looking).then(() => {
      afresh = null;
      return look();
    });
    return afresh;
  };
  const timer = setInterval(() => void look(), pollEvery);
  void look();

  return {
    device,
    get seen() {
      return seen;
    },
    look: lookAfresh,
    async scan(dotsPerInch) {
      if (device.connection.state === 'busy') throw new DeviceError('device/busy', 'a page is being scanned');
      // What is under way may have begun before the scanner was cured.
      if (device.connection.state !== 'ready') await looking;
      if (device.connection.state !== 'ready') await lookAfresh();
      const { state, fault } = device.connection;
      if (state !== 'ready' || !source) {
        throw new DeviceError(fault ?? 'device/disconnected-before-sending', 'the scanner cannot scan now');
      }
      const mine = new AbortController();
      scanning = mine;
      device.apply({ type: 'started' });
      try {
        const page = await source.scan({ dotsPerInch, signal: mine.signal });
        device.apply({ type: 'finished' });
        return { source: identity.id, at: Date.now(), reading: { kind: 'image', ...page } };
      } catch (error) {
        await fail(error);
        throw error;
      } finally {
        scanning = null;
      }
    },
    cancel: () => scanning?.abort(),
    appear() {
      there = true;
      device.apply({ type: 'appeared' });
      void lookAfresh();
    },
    async vanish() {
      there = false;
      gone += 1;
      device.apply({ type: 'vanished' });
      await leave();
    },
    async close() {
      closed = true;
      clearInterval(timer);
      scanning?.abort();
      await leave();
    },
  };
}
