import type { DeviceFault, DeviceState } from '../../electron/contract/index.ts';
import { faultOf } from '../errors.ts';
import type { TrackedDevice } from './tracked.ts';

/** Anything that is opened, may die, and is closed. */
export interface OpenPort {
  onError(listener: (error: Error) => void): () => void;
  close(): Promise<void>;
}

export interface AttachmentParts<Info, Port extends OpenPort> {
  device: TrackedDevice;
  /** Opens it and makes it ready to serve. What it has opened when it fails or is called off, it closes itself. */
  open(info: Info, signal: AbortSignal): Promise<Port>;
  opened(port: Port): void;
  /** The port is gone or given up; `before` is what the device did until now. */
  left(before: DeviceState): void;
  /** The port died or would not open while the system may still list the device. */
  lost(): void;
}

/** A device that is plugged in here and there, and opened wherever it appears. */
export interface Attachment<Info> {
  readonly attached: Info | null;
  attach(info: Info): void;
  detach(): void;
  /** Gives the port up and opens it anew; the device stays attached. */
  reopen(fault: DeviceFault): void;
  close(): Promise<void>;
}

/** Milliseconds until a device that could not be opened is tried again. */
const retryGap = 3000;

/** Opens, watches, retries and closes the port of one device, and keeps its connection's state. */
export function attachment<Info, Port extends OpenPort>(
  parts: AttachmentParts<Info, Port>,
): Attachment<Info> {
  const { device } = parts;
  let attached: Info | null = null;
  let port: Port | null = null;
  let opening: AbortController | null = null;
  let retryTimer: NodeJS.Timeout | undefined;

  const giveUp = async () => {
    const before = device.connection.state;
    const dead = port;
    port = null;
    opening?.abort();
    opening = null;
    clearTimeout(retryTimer);
    parts.left(before);
    await dead?.close();
  };
  const drop = () => {
    attached = null;
    const closed = giveUp();
    device.apply({ type: 'vanished' });
    return closed;
  };
  const open = async (target: Info) => {
    const mine = new AbortController();
    opening = mine;
    device.apply({ type: 'opening' });
    try {
      const opened = await parts.open(target, mine.signal);
      if (mine.signal.aborted) return void opened.close();
      opening = null;
      port = opened;
      device.apply({ type: 'opened' });
      parts.opened(opened);
      opened.onError(() => {
        if (port !== opened) return;
        void drop();
        parts.lost();
      });
    } catch (error) {
      if (mine.signal.aborted) return;
      opening = null;
      // Whether it is gone or only shut, the list knows; until then it is tried again.
      device.apply({ type: 'failed', fault: faultOf(error) });
      retryTimer = setTimeout(() => void open(target), retryGap);
      parts.lost();
    }
  };
  return {
    get attached() {
      return attached;
    },
    attach(info) {
      if (attached !== null) return;
      attached = info;
      device.apply({ type: 'appeared' });
      void open(info);
    },
    detach: () => void drop(),
    reopen(fault) {
      const target = attached;
      if (target === null) return;
      const closed = giveUp();
      device.apply({ type: 'failed', fault });
      void closed.then(() => attached === target && !port && !opening && open(target));
    },
    close: drop,
  };
}
