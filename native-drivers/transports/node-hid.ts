import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Device, HIDAsync } from 'node-hid';
import { DeviceError } from '../errors.ts';
import { lazily, watchedList } from './bus.ts';
import type { HidInfo, HidPort, HidTransport } from './hid.ts';
import { watchUsb } from './usb-hotplug.ts';

type NodeHid = Pick<typeof import('node-hid'), 'devicesAsync' | 'HIDAsync'>;

export interface NodeHidOptions {
  /** Milliseconds between two looks at the list of devices; HID has no event for a plug being pulled. */
  pollEvery?: number;
  load?: () => Promise<NodeHid>;
  watch?: (changed: () => void) => () => void;
}

/**
 * HID through the node-hid package: hidraw on Linux, the system's own HID elsewhere. Only the asynchronous class is
 * used, because the synchronous one keeps a process from ending while it reads.
 */
export function nodeHidTransport(options: NodeHidOptions = {}): HidTransport {
  const { pollEvery = 1000, load = () => import('node-hid'), watch = watchUsb } = options;
  const library = lazily(load);

  const watched = watchedList(
    async () => {
      const { devicesAsync } = await library();
      return (await devicesAsync()).filter((found) => found.path).map(toInfo);
    },
    ({ path, vendorId, productId, serialNumber, usagePage, usage }) =>
      `${path} ${vendorId}:${productId} ${serialNumber} ${usagePage}/${usage}`,
    { pollEvery, watch },
  );

  return {
    simulated: false,
    list: watched.list,
    async open(info) {
      const { HIDAsync } = await library();
      try {
        return nodeHidPort(info, await HIDAsync.open(info.path));
      } catch (cause) {
        throw await whyNotOpened(info.path, cause);
      }
    },
    onChange: watched.onChange,
    close: async () => watched.stop(),
  };
}

function nodeHidPort(info: HidInfo, hid: HIDAsync): HidPort {
  let open = true;
  let failed: DeviceError | null = null;
  const errors = new Set<(error: Error) => void>();
  // The package emits plain strings here; without a listener it would end the process.
  hid.on('error', (cause: unknown) => {
    if (failed || !open) return;
    failed = new DeviceError('device/disconnected-before-sending', 'the reader is gone', { cause });
    for (const listener of [...errors]) listener(failed);
  });
  return {
    info,
    onReport(listener) {
      const receive = (data: Uint8Array) => listener(new Uint8Array(data));
      hid.on('data', receive);
      return () => hid.off('data', receive);
    },
    onError(listener) {
      errors.add(listener);
      if (failed) listener(failed);
      return () => errors.delete(listener);
    },
    async featureReport(report) {
      try {
        await hid.sendFeatureReport(Buffer.from(report));
      } catch (cause) {
        throw new DeviceError('device/failed', 'the reader takes no data', { cause });
      }
    },
    async close() {
      if (!open) return;
      open = false;
      errors.clear();
      await hid.close().catch(() => {});
    },
  };
}

async function whyNotOpened(path: string, cause: unknown): Promise<DeviceError> {
  if (process.platform === 'linux') {
    const code = await access(path, constants.R_OK | constants.W_OK).then(
      () => '',
      (error: NodeJS.ErrnoException) => error.code ?? '',
    );
    if (code === 'ENOENT') {
      return new DeviceError('device/disconnected-before-sending', 'the reader is gone', { cause });
    }
    if (code) return new DeviceError('device/access-denied', 'the reader may not be opened', { cause });
  }
  return new DeviceError('device/failed', 'the reader could not be opened', { cause });
}

function toInfo(found: Device): HidInfo {
  return {
    path: found.path ?? '',
    vendorId: found.vendorId,
    productId: found.productId,
    usagePage: found.usagePage ?? 0,
    usage: found.usage ?? 0,
    product: (found.product ?? '').slice(0, 120),
    serialNumber: (found.serialNumber ?? '').slice(0, 60),
  };
}
