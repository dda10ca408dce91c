import type { DocumentRead } from '../../electron/contract/index.ts';
import { DeviceError, faultOf } from '../errors.ts';
import { type EsclClient, esclClient } from '../protocols/escl/client.ts';
import type { EsclStatus } from '../protocols/escl/messages.ts';
import { type TrackedDevice, trackDevice } from './tracked.ts';

/** Where a page scanner answers. `base` includes the path, such as `http://localhost:60000/eSCL`. */
export interface EsclEndpoint {
  id: string;
  base: URL;
  simulated: boolean;
}

/** The endpoint of an address; ipp-usb serves the first USB scanner on port 60000 of the loopback interface. */
export function esclEndpoint(base: URL): EsclEndpoint {
  return { id: `escl:${base.host}`, base, simulated: false };
}

export interface PageScanner {
  readonly device: TrackedDevice;
  /** False for an address at which nothing has ever answered; such a one is no device. */
  readonly seen: boolean;
  /** @throws DeviceError */
  scan(dotsPerInch: number): Promise<DocumentRead>;
  /** Asks the scanner how it is, at once. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export interface PageScannerOptions {
  client?: EsclClient;
  /** Milliseconds between two questions about its state. */
  pollEvery?: number;
}

/** A page scanner that speaks eSCL; it is asked for its state, because eSCL tells nothing by itself. */
export function esclScanner(
  { id, base, simulated }: EsclEndpoint,
  changed: () => void,
  { client = esclClient(base), pollEvery = 2000 }: PageScannerOptions = {},
): PageScanner {
  const device = trackDevice(
    { id, kind: 'page-scanner', name: 'Page scanner', transport: 'escl', simulated, gesture: 'lay-flat' },
    changed,
  );
  let seen = false;
  let closed = false;
  let looking: Promise<void> | null = null;

  const settle = ({ fault }: EsclStatus) => {
    // An empty glass is how a scanner waits, not a fault of it.
    if (fault && fault !== 'device/no-document') device.apply({ type: 'failed', fault });
    else device.apply({ type: 'cured' });
  };
  const fail = (error: unknown) => {
    const fault = faultOf(error);
    if (fault === 'device/disconnected-before-sending' || fault === 'device/disconnected-while-sending') {
      device.apply({ type: 'vanished' });
    } else if (fault === 'device/no-document' || fault === 'device/busy') {
      device.apply({ type: 'finished' });
    } else {
      device.apply({ type: 'failed', fault });
    }
  };
  const greet = async () => {
    const status = await client.status();
    if (closed) return;
    if (device.connection.state === 'absent') {
      seen = true;
      device.apply({ type: 'appeared' });
      device.apply({ type: 'opening' });
    }
    // A scanner that was too busy to say what it is stays `opening` and is asked again at the next look.
    if (device.connection.state === 'opening') {
      device.rename((await client.capabilities()).makeAndModel);
      device.apply({ type: 'opened' });
    }
    if (device.connection.state !== 'busy') settle(status);
  };
  const look = () => {
    if (device.connection.state === 'busy' || closed) return Promise.resolve();
    looking ??= greet()
      .catch((error: unknown) => {
        if (device.connection.state !== 'busy') fail(error);
      })
      .finally(() => {
        looking = null;
      });
    return looking;
  };
  const timer = setInterval(() => void look(), pollEvery);
  void look();

  return {
    device,
    get seen() {
      return seen;
    },
    look,
    async scan(dotsPerInch) {
      if (device.connection.state === 'busy') throw new DeviceError('device/busy', 'a page is being scanned');
      // Twice, because the first may join a look that began before the scanner was cured.
      for (let i = 0; i < 2 && device.connection.state !== 'ready'; i++) await look();
      const { state, fault } = device.connection;
      if (state !== 'ready') {
        throw new DeviceError(fault ?? 'device/disconnected-before-sending', 'the scanner cannot scan now');
      }
      device.apply({ type: 'started' });
      try {
        const page = await client.scan(dotsPerInch);
        device.apply({ type: 'finished' });
        return { source: id, at: Date.now(), reading: { kind: 'image', ...page } };
      } catch (error) {
        fail(error);
        throw error;
      }
    },
    async close() {
      closed = true;
      clearInterval(timer);
    },
  };
}
