import { DeviceError } from '../errors.ts';
import type {
  UsbControl,
  UsbEndpoint,
  UsbInfo,
  UsbInterface,
  UsbPort,
  UsbTransport,
} from '../transports/usb.ts';

/** What the device does with bytes on its pipes; it sends through {@link VirtualUsb.send}. */
export interface UsbPeer {
  /** `'stall'` refuses the transfer. */
  received?(endpoint: number, bytes: Uint8Array): 'stall' | undefined;
  /** Null stalls. */
  control?(setup: UsbControl, bytes: Uint8Array): Uint8Array | null;
  claimed?(face: number): void;
}

/** A USB bus in memory, with transfers as they are on a real one: whole packets, short packets, stalls, time-outs. */
export interface VirtualUsb extends UsbTransport {
  plug(info: UsbInfo, peer?: UsbPeer): void;
  pull(path: string): void;
  /** One transfer from the device; who asks for less gets the rest with the next. */
  send(path: string, endpoint: number, bytes: Uint8Array): void;
  stall(path: string, endpoint: number): void;
  /** Makes openings or claims fail; null makes them work again. */
  refuse(path: string, at: 'open' | 'claim', error: DeviceError | null): void;
  opened(): number;
  listeners(): number;
}

interface Attached {
  info: UsbInfo;
  peer: UsbPeer;
  /** By endpoint: what the device has sent and nobody has taken; null is a stall. */
  queues: Map<number, (Uint8Array | null)[]>;
  waiting: Map<number, { length: number; settle(bytes: Uint8Array | null | 'gone'): void }>;
  claimed: Set<number>;
}

const gone = (code: 'device/disconnected-before-sending' | 'device/disconnected-while-sending') =>
  new DeviceError(code, 'the device is gone');
const refusal = () => new DeviceError('device/protocol', 'the device refused');

export function virtualUsb(): VirtualUsb {
  const attached = new Map<string, Attached>();
  const refused = new Map<string, DeviceError>();
  const changes = new Set<() => void>();
  const ports = new Set<{ path: string; errors: Set<(error: Error) => void> }>();
  const changed = () => {
    for (const listener of [...changes]) queueMicrotask(listener);
  };
  const feed = (device: Attached, endpoint: number) => {
    const wanted = device.waiting.get(endpoint);
    const queue = device.queues.get(endpoint) ?? [];
    if (!wanted || queue.length === 0) return;
    device.waiting.delete(endpoint);
    const first = queue.shift()!;
    if (first === null) return wanted.settle(null);
    if (first.length > wanted.length) queue.unshift(first.subarray(wanted.length));
    wanted.settle(first.slice(0, wanted.length));
  };
  const open = (info: UsbInfo, device: Attached): UsbPort => {
    let alive = true;
    const errors = new Set<(error: Error) => void>();
    const mine = { path: info.path, errors };
    ports.add(mine);
    const there = () => {
      if (!alive) throw gone('device/disconnected-before-sending');
      if (attached.get(info.path) !== device) throw gone('device/disconnected-while-sending');
    };
    const claimedFor = (endpoint: UsbEndpoint) => {
      const face = info.interfaces.find((one) => one.endpoints.includes(endpoint));
      if (!face || !device.claimed.has(face.number)) throw new DeviceError('device/failed', 'not claimed');
    };
    return {
      info,
      async claim(face: UsbInterface) {
        there();
        const error = refused.get(`${info.path} claim`);
        if (error) throw error;
        if (device.claimed.has(face.number)) throw new DeviceError('device/busy', 'claimed already');
        device.claimed.add(face.number);
        device.peer.claimed?.(face.number);
      },
      async receive(endpoint, length, timeout) {
        there();
        claimedFor(endpoint);
        if (device.waiting.has(endpoint.number))
          throw new DeviceError('device/busy', 'a transfer is pending');
        const whole = Math.ceil(length / endpoint.packetSize) * endpoint.packetSize;
        return new Promise((resolve, reject) => {
          const timer = setTimeout(() => {
            device.waiting.delete(endpoint.number);
            reject(new DeviceError('device/time-out', 'the device does not answer'));
          }, timeout);
          device.waiting.set(endpoint.number, {
            length: whole,
            settle(bytes) {
              clearTimeout(timer);
              if (bytes === 'gone') reject(gone('device/disconnected-while-sending'));
              else if (bytes === null) reject(refusal());
              else resolve(bytes);
            },
          });
          feed(device, endpoint.number);
        });
      },
      async send(endpoint, bytes) {
        there();
        claimedFor(endpoint);
        if (device.peer.received?.(endpoint.number, bytes.slice()) === 'stall') throw refusal();
      },
      async controlIn(setup) {
        there();
        const answer = device.peer.control?.(setup, new Uint8Array()) ?? null;
        if (!answer) throw refusal();
        return answer;
      },
      async controlOut(setup, bytes) {
        there();
        if (!device.peer.control?.(setup, bytes)) throw refusal();
      },
      onError(listener) {
        errors.add(listener);
        return () => errors.delete(listener);
      },
      async close() {
        if (!alive) return;
        alive = false;
        errors.clear();
        ports.delete(mine);
        device.claimed.clear();
        for (const one of device.waiting.values()) one.settle('gone');
        device.waiting.clear();
      },
    };
  };
  return {
    simulated: true,
    list: async () => [...attached.values()].map(({ info }) => info),
    async open(info) {
      const error = refused.get(`${info.path} open`);
      if (error) throw error;
      const device = attached.get(info.path);
      if (!device) throw gone('device/disconnected-before-sending');
      return open(info, device);
    },
    onChange(listener) {
      changes.add(listener);
      return () => changes.delete(listener);
    },
    close: async () => {},
    plug(info, peer = {}) {
      attached.set(info.path, { info, peer, queues: new Map(), waiting: new Map(), claimed: new Set() });
      changed();
    },
    pull(path) {
      const device = attached.get(path);
      if (!device) return;
      attached.delete(path);
      for (const one of device.waiting.values()) one.settle('gone');
      device.waiting.clear();
      for (const port of [...ports]) {
        if (port.path !== path) continue;
        for (const listener of [...port.errors]) listener(gone('device/disconnected-while-sending'));
      }
      changed();
    },
    send(path, endpoint, bytes) {
      const device = attached.get(path);
      if (!device) return;
      device.queues.set(endpoint, [...(device.queues.get(endpoint) ?? []), bytes.slice()]);
      feed(device, endpoint);
    },
    stall(path, endpoint) {
      const device = attached.get(path);
      if (!device) return;
      device.queues.set(endpoint, [...(device.queues.get(endpoint) ?? []), null]);
      feed(device, endpoint);
    },
    refuse(path, at, error) {
      if (error) refused.set(`${path} ${at}`, error);
      else refused.delete(`${path} ${at}`);
    },
    opened: () => ports.size,
    listeners: () => changes.size + [...ports].reduce((sum, { errors }) => sum + errors.size, 0),
  };
}
