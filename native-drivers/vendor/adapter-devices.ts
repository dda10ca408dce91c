import type { DeviceFault, DocumentRead } from '../../electron/contract/index.ts';
import type { ReadingEvents } from '../devices/reading.ts';
import { type TrackedDevice, trackDevice } from '../devices/tracked.ts';
import { DeviceError } from '../errors.ts';
import { imageAssembly } from './images.ts';
import type { AdapterHello, AdapterOrder, AdapterTell } from './messages.ts';

type Reading = DocumentRead['reading'];

/** The devices behind one adapter, over its being started again. */
export interface AdapterDevices {
  devices(): TrackedDevice[];
  met(hello: AdapterHello): void;
  /** @returns a reason when the adapter may not have said that */
  told(tell: AdapterTell): string | null;
  /** The adapter is gone, and its devices with it. */
  lost(fault: DeviceFault): void;
  /** Takes one picture of a page. @throws DeviceError */
  scan(id: string): Promise<DocumentRead>;
  trigger(id: string): Promise<void>;
  cancel(id: string): void;
  has(id: string): boolean;
}

interface Kept {
  device: TrackedDevice;
  wanted: { resolve(read: DocumentRead): void; reject(error: Error): void } | null;
  /** The picture of the reading under way. */
  page: Reading | null;
}

/** Milliseconds a page may take. */
const scanLimit = 60_000;

export function adapterDevices(
  order: (order: AdapterOrder) => void,
  events: ReadingEvents & { documentRemoved(source: string): void },
): AdapterDevices {
  const kept = new Map<string, Kept>();
  const images = imageAssembly();
  let prefix = 'vendor';
  const idOf = (device: string) => `${prefix}:${device}`;
  const keptOf = (id: string): Kept => {
    const one = kept.get(id);
    if (!one) throw new DeviceError('device/disconnected-before-sending', 'the adapter has no such device');
    return one;
  };
  const settle = (id: string, one: Kept, fault: DeviceFault | null) => {
    const { wanted, page } = one;
    one.wanted = null;
    one.page = null;
    if (!wanted) return;
    if (page && !fault) wanted.resolve({ source: id, at: Date.now(), reading: page });
    else wanted.reject(new DeviceError(fault ?? 'device/no-document', 'no page came'));
  };
  /** What the adapter says its device is, as events of the one machine that every device has. */
  const follow = (
    id: string,
    { device }: Kept,
    { state, fault }: Extract<AdapterTell, { tell: 'device' }>,
  ) => {
    const { state: before } = device.connection;
    if (state === 'absent') {
      if (before === 'busy') fail(id, 'device/disconnected-while-sending');
      device.apply({ type: 'vanished' });
      return;
    }
    device.apply({ type: 'appeared' });
    if (state === 'faulted') device.apply({ type: 'failed', fault: fault ?? 'device/failed' });
    if (state === 'present' && before !== 'opening')
      order({ do: 'open', device: id.slice(prefix.length + 1) });
    if (state === 'present' || state === 'ready') device.apply({ type: 'opening' });
    if (state === 'ready') device.apply({ type: 'opened' });
  };
  const fail = (id: string, fault: DeviceFault) => {
    const one = keptOf(id);
    const asked = one.wanted !== null;
    one.device.apply({ type: 'finished' });
    settle(id, one, fault);
    if (!asked) events.readFailed({ source: id, code: fault });
  };
  const deliver = (id: string, one: Kept, reading: Reading) => {
    if (one.wanted && reading.kind === 'image') one.page ??= reading;
    else events.documentRead({ source: id, at: Date.now(), reading });
  };
  return {
    devices: () => [...kept.values()].map(({ device }) => device),
    has: (id) => kept.has(id),
    met({ name, devices }) {
      prefix = `vendor:${name}`;
      for (const { id: own, kind, gesture, name: called, firmware } of devices) {
        const id = idOf(own);
        const identity = { id, kind, gesture, name: called, transport: 'vendor', simulated: false } as const;
        const one = kept.get(id) ?? {
          device: trackDevice(identity, events.changed),
          wanted: null,
          page: null,
        };
        one.device.hasFirmware(firmware ?? '');
        kept.set(id, one);
      }
    },
    told(tell) {
      if (tell.tell === 'part') {
        const image = images.add(tell);
        if (image === null) return null;
        if ('problem' in image) return image.problem;
        const { device, light, ...page } = image;
        const one = kept.get(idOf(device));
        // Nothing here looks at a page in another light yet.
        if (one && light === 'white') deliver(idOf(device), one, { kind: 'image', ...page });
        return null;
      }
      if (!('device' in tell)) return null;
      const id = idOf(tell.device);
      const one = kept.get(id);
      if (!one) return 'a device that was not named';
      const { device } = one;
      if (tell.tell === 'device') follow(id, one, tell);
      else if (tell.tell === 'started') {
        if (device.connection.state !== 'ready') return 'a reading while not ready';
        device.apply({ type: 'started' });
        if (!one.wanted) events.readStarted(id);
      } else if (tell.tell === 'image') images.begin(tell);
      else if (tell.tell === 'failed') fail(id, tell.fault);
      else if (tell.tell === 'removed') events.documentRemoved(id);
      else if (tell.tell === 'finished') {
        device.apply({ type: 'finished' });
        settle(id, one, null);
      } else if (tell.tell === 'lines') deliver(id, one, { kind: 'lines', lines: tell.lines });
      else deliver(id, one, { kind: 'barcode', text: tell.text, aim: tell.aim });
      return null;
    },
    lost(fault) {
      images.clear();
      for (const [id, one] of kept) {
        if (one.device.connection.state === 'busy' || one.wanted) fail(id, fault);
        one.device.apply({ type: 'vanished' });
      }
    },
    async scan(id) {
      const one = keptOf(id);
      const { state, fault } = one.device.connection;
      if (one.wanted || state === 'busy') throw new DeviceError('device/busy', 'a page is being read');
      if (state !== 'ready') {
        throw new DeviceError(fault ?? 'device/disconnected-before-sending', 'the device is not ready');
      }
      let timer: NodeJS.Timeout | undefined;
      const read = new Promise<DocumentRead>((resolve, reject) => {
        one.wanted = { resolve, reject };
        timer = setTimeout(() => {
          one.wanted = null;
          order({ do: 'cancel', device: id.slice(prefix.length + 1) });
          reject(new DeviceError('device/time-out', 'the adapter took too long'));
        }, scanLimit);
      });
      order({ do: 'read', device: id.slice(prefix.length + 1) });
      return read.finally(() => clearTimeout(timer));
    },
    async trigger(id) {
      const { state, fault } = keptOf(id).device.connection;
      if (state !== 'ready') {
        throw new DeviceError(fault ?? 'device/disconnected-before-sending', 'the device is not ready');
      }
      order({ do: 'read', device: id.slice(prefix.length + 1) });
    },
    cancel: (id) => order({ do: 'cancel', device: id.slice(prefix.length + 1) }),
  };
}
