import { DeviceError } from '../errors.ts';
import { withParity } from '../protocols/parity.ts';
import type { SerialInfo, SerialPort, SerialSettings, SerialTransport } from '../transports/serial.ts';

/** What hangs at the other end of a virtual cable. */
export interface SerialPeer {
  receive(bytes: Uint8Array): void;
  /** How it sends; a port set otherwise gets noise. Without it every setting is right, as through USB. */
  line?: SerialSettings;
}

/** Serial ports in memory that count what is left open. */
export interface VirtualSerial extends SerialTransport {
  plug(info: SerialInfo, peer?: SerialPeer): void;
  pull(path: string): void;
  /** From the device to whoever has the port open. */
  send(path: string, bytes: Uint8Array): void;
  /** Makes the next openings of a port fail; null makes them work again. */
  refuse(path: string, error: DeviceError | null): void;
  opened(): number;
  listeners(): number;
}

interface Open {
  settings: SerialSettings;
  data: Set<(bytes: Uint8Array) => void>;
  errors: Set<(error: Error) => void>;
  die(): void;
}

const gone = () => new DeviceError('device/disconnected-before-sending', 'the device is gone');

export function virtualSerial(): VirtualSerial {
  const attached = new Map<string, { info: SerialInfo; peer: SerialPeer | undefined }>();
  const refused = new Map<string, DeviceError>();
  const ports = new Map<string, Open>();
  const changes = new Set<() => void>();
  const changed = () => {
    for (const listener of [...changes]) queueMicrotask(listener);
  };
  const open = (info: SerialInfo, settings: SerialSettings): SerialPort => {
    const data: Open['data'] = new Set();
    const errors: Open['errors'] = new Set();
    let alive = true;
    const mine: Open = {
      settings,
      data,
      errors,
      die() {
        alive = false;
        for (const listener of [...errors]) listener(gone());
      },
    };
    ports.set(info.path, mine);
    return {
      info,
      onData(listener) {
        data.add(listener);
        return () => data.delete(listener);
      },
      onError(listener) {
        errors.add(listener);
        return () => errors.delete(listener);
      },
      async write(bytes) {
        if (!alive) throw new DeviceError('device/disconnected-while-sending', 'the device is gone');
        const peer = attached.get(info.path)?.peer;
        // Never within the call: a wire takes time.
        queueMicrotask(() => peer?.receive(asSeenAt(bytes, settings, peer.line)));
      },
      async close() {
        alive = false;
        data.clear();
        errors.clear();
        if (ports.get(info.path) === mine) ports.delete(info.path);
      },
    };
  };
  return {
    simulated: true,
    list: async () => [...attached.values()].map(({ info }) => info),
    async open(info, settings) {
      const refusal = refused.get(info.path);
      if (refusal) throw refusal;
      if (!attached.has(info.path)) throw gone();
      if (ports.has(info.path)) throw new DeviceError('device/busy', 'the port is open already');
      return open(info, settings);
    },
    onChange(listener) {
      changes.add(listener);
      return () => changes.delete(listener);
    },
    close: async () => {},
    plug(info, peer) {
      attached.set(info.path, { info, peer });
      changed();
    },
    pull(path) {
      attached.delete(path);
      ports.get(path)?.die();
      changed();
    },
    send(path, bytes) {
      const port = ports.get(path);
      if (!port) return;
      const seen = asSeenAt(bytes, attached.get(path)?.peer?.line, port.settings);
      for (const listener of [...port.data]) listener(seen.slice());
    },
    refuse(path, error) {
      if (error) refused.set(path, error);
      else refused.delete(path);
    },
    opened: () => ports.size,
    listeners: () =>
      changes.size + [...ports.values()].reduce((sum, { data, errors }) => sum + data.size + errors.size, 0),
  };
}

/** What a receiver set to `there` makes of what a sender set to `here` sends; at another speed that is noise. */
function asSeenAt(bytes: Uint8Array, here?: SerialSettings, there?: SerialSettings): Uint8Array {
  if (!here || !there) return bytes;
  if (here.baudRate !== there.baudRate) {
    return bytes.map(
      (byte, index) => ((byte * 167 + index * 59 + here.baudRate / 50) & 0xff) | (index % 3 ? 0x80 : 0),
    );
  }
  return here.dataBits === 7 && here.parity !== 'none' && there.dataBits === 8
    ? withParity(bytes, here.parity)
    : bytes;
}
