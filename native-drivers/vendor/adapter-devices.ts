import type { DeviceFault, DocumentRead } from '../../electron/contract/index.ts';
import { faultOfVanishing } from '../devices/connection.ts';
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
  /** What was ordered or has begun, and has not ended. */
  under: UnderWay | null;
}

interface UnderWay {
  /** Who waits for a page of it; null where nobody has asked for one. */
  wanted: { resolve(read: DocumentRead): void; reject(error: Error): void } | null;
  page: Reading | null;
  /** Something of it was handed on. */
  delivered: boolean;
  /** It has been told as failed, though the adapter has not ended it. */
  over: boolean;
  calledOff: boolean;
  timer: NodeJS.Timeout;
}

/** Milliseconds a reading may take from its order, or from its beginning where nobody ordered it. */
const readingLimit = 60_000;
/** Milliseconds from `cancel` to the end of the reading (docs/vendor-adapter.md). */
const cancelLimit = 3000;

/** @param hung hears that the adapter did not end a reading it was told to end */
export function adapterDevices(
  order: (order: AdapterOrder) => void,
  events: ReadingEvents & { documentRemoved(source: string): void },
  hung: () => void,
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
  const callOff = (id: string) => {
    const under = kept.get(id)?.under;
    order({ do: 'cancel', device: id.slice(prefix.length + 1) });
    if (!under || under.calledOff) return;
    under.calledOff = true;
    clearTimeout(under.timer);
    under.timer = setTimeout(hung, cancelLimit);
  };
  const tellFailed = (id: string, { wanted }: Pick<UnderWay, 'wanted'>, code: DeviceFault) => {
    if (wanted) wanted.reject(new DeviceError(code, 'no page came'));
    else events.readFailed({ source: id, code });
  };
  const begin = (id: string, one: Kept, wanted: UnderWay['wanted'] = null) => {
    const late = () => {
      under.over = true;
      tellFailed(id, under, 'device/time-out');
      callOff(id);
    };
    const under: UnderWay = {
      wanted,
      page: null,
      delivered: false,
      over: false,
      calledOff: false,
      timer: setTimeout(late, readingLimit),
    };
    one.under = under;
  };
  /** What was under way, which is not any more. */
  const take = (one: Kept): UnderWay | null => {
    const { under } = one;
    one.under = null;
    clearTimeout(under?.timer);
    one.device.apply({ type: 'finished' });
    return under;
  };
  const finish = (id: string, one: Kept) => {
    const under = take(one);
    if (!under || under.over) return;
    const { wanted, page, delivered } = under;
    if (wanted && page) wanted.resolve({ source: id, at: Date.now(), reading: page });
    else if (wanted || !delivered) tellFailed(id, under, 'device/no-document');
  };
  const fail = (id: string, one: Kept, fault: DeviceFault) => {
    const under = take(one);
    if (!under?.over) tellFailed(id, under ?? { wanted: null }, fault);
  };
  const deliver = (id: string, { under }: Kept, reading: Reading) => {
    // It was told as failed, or nobody wants it any more: the next one at the desk is not to get it.
    if (under?.over || under?.calledOff) return;
    if (under) under.delivered = true;
    if (under?.wanted && reading.kind === 'image') under.page ??= reading;
    else events.documentRead({ source: id, at: Date.now(), reading });
  };
  /** @throws DeviceError when it cannot begin */
  const orderReading = (id: string, wanted: UnderWay['wanted'] = null) => {
    const one = keptOf(id);
    const { state, fault } = one.device.connection;
    if (one.under || state === 'busy') throw new DeviceError('device/busy', 'a document is being read');
    if (state !== 'ready') {
      throw new DeviceError(fault ?? 'device/disconnected-before-sending', 'the device is not ready');
    }
    begin(id, one, wanted);
    order({ do: 'read', device: id.slice(prefix.length + 1) });
  };
  /** What the adapter says its device is, as events of the one machine that every device has. */
  const follow = (id: string, one: Kept, { state, fault }: Extract<AdapterTell, { tell: 'device' }>) => {
    const { device } = one;
    const { state: before } = device.connection;
    if (state === 'absent') {
      if (one.under) fail(id, one, faultOfVanishing(before));
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
  return {
    devices: () => [...kept.values()].map(({ device }) => device),
    has: (id) => kept.has(id),
    met({ name, devices }) {
      prefix = `vendor:${name}`;
      for (const { id: own, kind, gesture, name: called, firmware } of devices) {
        const id = idOf(own);
        const identity = { id, kind, gesture, name: called, transport: 'vendor', simulated: false } as const;
        const one = kept.get(id) ?? { device: trackDevice(identity, events.changed), under: null };
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
        if (!one.under) begin(id, one);
        device.apply({ type: 'started' });
        if (!one.under?.wanted) events.readStarted(id);
      } else if (tell.tell === 'image') images.begin(tell);
      else if (tell.tell === 'failed') fail(id, one, tell.fault);
      else if (tell.tell === 'removed') events.documentRemoved(id);
      else if (tell.tell === 'finished') finish(id, one);
      else if (tell.tell === 'lines') deliver(id, one, { kind: 'lines', lines: tell.lines });
      else deliver(id, one, { kind: 'barcode', text: tell.text, aim: tell.aim });
      return null;
    },
    lost(fault) {
      images.clear();
      for (const [id, one] of kept) {
        if (one.under) fail(id, one, fault);
        one.device.apply({ type: 'vanished' });
      }
    },
    scan: (id) =>
      new Promise<DocumentRead>((resolve, reject) => {
        orderReading(id, { resolve, reject });
      }),
    async trigger(id) {
      orderReading(id);
    },
    cancel: callOff,
  };
}
