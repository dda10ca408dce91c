import type { DeviceFault, DocumentRead } from '../../electron/contract/index.ts';
import { faultOf } from '../errors.ts';
import { readDocumentMessage } from '../protocols/document-message.ts';
import { hidPosDecoder } from '../protocols/hid-pos.ts';
import type { HidInfo, HidPort, HidTransport } from '../transports/hid.ts';
import { faultOfVanishing } from './connection.ts';
import type { HidProfile } from './profiles.ts';
import { type TrackedDevice, trackDevice } from './tracked.ts';

export interface ReaderEvents {
  changed(): void;
  readStarted(source: string): void;
  documentRead(read: DocumentRead): void;
  readFailed(failure: { source: string; code: DeviceFault }): void;
  /** The port died or would not open while the system may still list the device. */
  lost(): void;
}

export interface HidReader {
  readonly device: TrackedDevice;
  /** The path it is attached at, null while it is away. */
  readonly path: string | null;
  attach(info: HidInfo): void;
  detach(): void;
  close(): Promise<void>;
}

/** Milliseconds: the longest gap inside one message, the silence that ends a burst of garbage, the pause before a
 * device that could not be opened is tried again. */
const frameGap = 3000;
const quietGap = 250;
const retryGap = 3000;

/** One reader that sends by itself whatever is laid on it. */
export function hidReader(
  id: string,
  profile: HidProfile,
  info: HidInfo,
  transport: HidTransport,
  events: ReaderEvents,
): HidReader {
  const { kind, gesture, quirks } = profile;
  const device = trackDevice(
    {
      id,
      kind,
      gesture,
      name: info.product || profile.name,
      transport: 'hid',
      simulated: transport.simulated,
    },
    events.changed,
  );
  const decoder = hidPosDecoder(quirks);
  let attached: HidInfo | null = null;
  let port: HidPort | null = null;
  let frameTimer: NodeJS.Timeout | undefined;
  let quietTimer: NodeJS.Timeout | undefined;
  let retryTimer: NodeJS.Timeout | undefined;

  const start = () => {
    if (device.connection.state !== 'ready') return;
    device.apply({ type: 'started' });
    events.readStarted(id);
  };
  const finish = () => {
    clearTimeout(frameTimer);
    decoder.reset();
    device.apply({ type: 'finished' });
  };
  const fail = (code: DeviceFault) => {
    finish();
    events.readFailed({ source: id, code });
  };
  const staySilent = () => {
    clearTimeout(quietTimer);
    quietTimer = setTimeout(() => {
      quietTimer = undefined;
    }, quietGap);
  };

  const receive = (report: Uint8Array) => {
    // A burst of garbage is one failed reading, not one for each of its frames.
    if (quietTimer) return staySilent();
    const step = decoder.push(report);
    if (step.kind === 'ignored') return;
    start();
    if (step.kind === 'part') {
      clearTimeout(frameTimer);
      frameTimer = setTimeout(() => fail('device/time-out'), frameGap);
      return;
    }
    const reading =
      step.kind === 'message' ? readDocumentMessage(step.bytes, step.symbology) : { problem: step.reason };
    if ('problem' in reading) {
      staySilent();
      return fail('device/protocol');
    }
    finish();
    events.documentRead({ source: id, at: Date.now(), reading });
  };

  const drop = () => {
    const before = device.connection.state;
    const dead = port;
    port = null;
    attached = null;
    clearTimeout(frameTimer);
    clearTimeout(quietTimer);
    clearTimeout(retryTimer);
    quietTimer = undefined;
    decoder.reset();
    device.apply({ type: 'vanished' });
    if (before === 'busy') events.readFailed({ source: id, code: faultOfVanishing(before) });
    return dead?.close();
  };

  const open = async (target: HidInfo) => {
    device.apply({ type: 'opening' });
    try {
      const opened = await transport.open(target);
      if (attached !== target) return void opened.close();
      port = opened;
      opened.onError(() => {
        if (port !== opened) return;
        void drop();
        events.lost();
      });
      opened.onReport((report) => port === opened && receive(report));
      // One that knows no such report refuses it and sends all the same.
      if (quirks.enable) await opened.featureReport(Uint8Array.from(quirks.enable)).catch(() => {});
      if (port === opened) device.apply({ type: 'opened' });
    } catch (error) {
      if (attached !== target) return;
      // Whether it is gone or only shut, the list knows; until then it is tried again.
      device.apply({ type: 'failed', fault: faultOf(error) });
      retryTimer = setTimeout(() => void open(target), retryGap);
      events.lost();
    }
  };

  return {
    device,
    get path() {
      return attached?.path ?? null;
    },
    attach(target) {
      if (attached) return;
      attached = target;
      device.apply({ type: 'appeared' });
      void open(target);
    },
    detach: () => void drop(),
    close: async () => {
      await drop();
    },
  };
}
