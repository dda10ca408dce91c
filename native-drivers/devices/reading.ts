import type { DeviceFault, DocumentRead } from '../../electron/contract/index.ts';
import type { TrackedDevice } from './tracked.ts';

export interface ReadingEvents {
  changed(): void;
  readStarted(source: string): void;
  documentRead(read: DocumentRead): void;
  readFailed(failure: { source: string; code: DeviceFault }): void;
}

/** The readings of one device, one after the other: each that begins ends as read or as failed. */
export interface Readings {
  /** Something of a reading has come; more must follow within three seconds. */
  go(): void;
  /** While true, what comes is the rest of a burst of garbage, and each byte of it makes it last longer. */
  silent(): boolean;
  done(reading: DocumentRead['reading']): void;
  failed(code: DeviceFault): void;
  /** The device is gone; nothing is told. */
  stop(): void;
}

/** Milliseconds: the longest gap inside one message, and the silence that ends a burst of garbage. */
const frameGap = 3000;
const quietGap = 250;

/** @param forget throws away what the decoder has collected */
export function readings(
  source: string,
  device: TrackedDevice,
  events: ReadingEvents,
  forget: () => void,
): Readings {
  let frameTimer: NodeJS.Timeout | undefined;
  let quietTimer: NodeJS.Timeout | undefined;

  const staySilent = () => {
    clearTimeout(quietTimer);
    quietTimer = setTimeout(() => {
      quietTimer = undefined;
    }, quietGap);
  };
  const start = () => {
    if (device.connection.state !== 'ready') return;
    device.apply({ type: 'started' });
    events.readStarted(source);
  };
  const finish = () => {
    clearTimeout(frameTimer);
    forget();
    device.apply({ type: 'finished' });
  };
  const failed = (code: DeviceFault) => {
    start();
    if (code === 'device/protocol') staySilent();
    finish();
    events.readFailed({ source, code });
  };
  return {
    go() {
      start();
      clearTimeout(frameTimer);
      frameTimer = setTimeout(() => failed('device/time-out'), frameGap);
    },
    silent() {
      if (!quietTimer) return false;
      staySilent();
      return true;
    },
    done(reading) {
      start();
      finish();
      events.documentRead({ source, at: Date.now(), reading });
    },
    failed,
    stop() {
      clearTimeout(frameTimer);
      clearTimeout(quietTimer);
      quietTimer = undefined;
      forget();
    },
  };
}
