/** A control request as it stands on the wire (USB 2.0 §9.3). */
export interface Setup {
  requestType: number;
  request: number;
  value: number;
  index: number;
}

export type Stall = 'stall';

export interface Endpoint {
  kind: 'bulk' | 'interrupt';
  direction: 'in' | 'out';
  address: number;
  maxPacket: number;
}

export interface Interface {
  /** Its place in the list, where nothing is said. */
  number?: number;
  /** One of several ways the interface of this number can be set. */
  alternate?: number;
  class: number;
  subclass: number;
  protocol: number;
  /** Class descriptors that stand between the interface and its endpoints. */
  extra?: Uint8Array;
  endpoints: Endpoint[];
}

export interface UsbDeviceOptions {
  vendorId: number;
  productId: number;
  manufacturer: string;
  product: string;
  serialNumber: string;
  interfaces: Interface[];
  /** Requests of a class or a vendor, and descriptors of interfaces; the bytes are what the host sent. */
  onControl?: (setup: Setup, sent: Buffer) => Uint8Array | null | Stall;
  onOut?: (endpoint: number, data: Buffer) => Stall | undefined;
}

/** One transfer the host has asked for. Status is 0 or a negative errno. */
export interface Transfer {
  sequence: number;
  length: number;
  done(status: number, data: Uint8Array): void;
}

const nothing = new Uint8Array();
const brokenPipe = -32;

/** A USB device in memory: answers the standard requests from its descriptors, and keeps what its endpoints have to say. */
export interface UsbDevice {
  readonly descriptor: Buffer;
  readonly interfaces: readonly Interface[];
  /** One transfer's data for whoever reads this endpoint. */
  send(endpoint: number, data: Uint8Array): void;
  stall(endpoint: number): void;
  /** Whether the host has taken everything and asks for more. */
  awaited(endpoint: number): boolean;
  control(setup: Setup, transfer: Transfer, sent: Buffer): void;
  out(endpoint: number, transfer: Transfer, data: Buffer): void;
  in(endpoint: number, transfer: Transfer): void;
  /** @returns whether the transfer was still waiting */
  unlink(sequence: number): boolean;
  unlinkAll(): void;
}

export function usbDevice(options: UsbDeviceOptions): UsbDevice {
  const strings = ['', options.manufacturer, options.product, options.serialNumber];
  const descriptor = deviceDescriptor(options);
  const configuration = configurationDescriptor(options.interfaces);
  const queued = new Map<number, Uint8Array[]>();
  const waiting = new Map<number, Transfer[]>();
  const halted = new Set<number>();

  const standard = ({ requestType, request, value, index }: Setup): Uint8Array | null | Stall | undefined => {
    const toDevice = (requestType & 0x1f) === 0;
    switch (request) {
      case 0x00:
        return Uint8Array.of(0, 0);
      case 0x01:
        if ((requestType & 0x1f) === 2) halted.delete(index & 0x0f);
        return null;
      case 0x06:
        if (!toDevice) return undefined;
        if (value >> 8 === 1) return descriptor;
        if (value >> 8 === 2) return configuration;
        return value >> 8 === 3 ? stringDescriptor(strings, value & 0xff) : 'stall';
      case 0x08:
        return Uint8Array.of(1);
      case 0x0a:
        return Uint8Array.of(0);
      default:
        return null;
    }
  };

  return {
    descriptor,
    interfaces: options.interfaces,
    send(endpoint, data) {
      const transfer = waiting.get(endpoint)?.shift();
      if (!transfer) {
        queued.set(endpoint, [...(queued.get(endpoint) ?? []), data]);
        return;
      }
      transfer.done(0, data.subarray(0, transfer.length));
      if (data.length > transfer.length) this.send(endpoint, data.subarray(transfer.length));
    },
    stall(endpoint) {
      halted.add(endpoint);
      for (const transfer of waiting.get(endpoint)?.splice(0) ?? []) transfer.done(brokenPipe, nothing);
    },
    awaited: (endpoint) => (waiting.get(endpoint)?.length ?? 0) > 0,
    control(setup, transfer, sent) {
      const own = (setup.requestType & 0x60) === 0 ? standard(setup) : undefined;
      const reply = own === undefined ? (options.onControl?.(setup, sent) ?? 'stall') : own;
      if (reply === 'stall') transfer.done(brokenPipe, nothing);
      else transfer.done(0, reply?.subarray(0, transfer.length) ?? nothing);
    },
    out(endpoint, transfer, data) {
      const stalled = halted.has(endpoint) || options.onOut?.(endpoint, data) === 'stall';
      transfer.done(stalled ? brokenPipe : 0, nothing);
    },
    in(endpoint, transfer) {
      if (halted.has(endpoint)) {
        transfer.done(brokenPipe, nothing);
        return;
      }
      const [first, ...rest] = queued.get(endpoint) ?? [];
      if (!first) {
        waiting.set(endpoint, [...(waiting.get(endpoint) ?? []), transfer]);
        return;
      }
      const left = first.subarray(transfer.length);
      queued.set(endpoint, left.length > 0 ? [left, ...rest] : rest);
      transfer.done(0, first.subarray(0, transfer.length));
    },
    unlink(sequence) {
      for (const [endpoint, transfers] of waiting) {
        const left = transfers.filter((one) => one.sequence !== sequence);
        waiting.set(endpoint, left);
        if (left.length < transfers.length) return true;
      }
      return false;
    },
    unlinkAll: () => waiting.clear(),
  };
}

/** USB 2.0 §9.6.1 */
function deviceDescriptor({ vendorId, productId }: UsbDeviceOptions): Buffer {
  const bytes = Buffer.from([18, 1, 0, 2, 0, 0, 0, 64, 0, 0, 0, 0, 0, 1, 1, 2, 3, 1]);
  bytes.writeUInt16LE(vendorId, 8);
  bytes.writeUInt16LE(productId, 10);
  return bytes;
}

/** USB 2.0 §9.6.3, 9.6.5 and 9.6.6 */
function configurationDescriptor(interfaces: readonly Interface[]): Buffer {
  const parts = interfaces.flatMap((one, index) => [
    Buffer.from([
      9,
      4,
      one.number ?? index,
      one.alternate ?? 0,
      one.endpoints.length,
      one.class,
      one.subclass,
      one.protocol,
      0,
    ]),
    Buffer.from(one.extra ?? []),
    ...one.endpoints.map(({ kind, direction, address, maxPacket }) =>
      Buffer.from([
        7,
        5,
        address | (direction === 'in' ? 0x80 : 0),
        kind === 'bulk' ? 2 : 3,
        maxPacket & 0xff,
        maxPacket >> 8,
        kind === 'bulk' ? 0 : 4,
      ]),
    ),
  ]);
  const body = Buffer.concat(parts);
  const count = new Set(interfaces.map(({ number }, index) => number ?? index)).size;
  const head = Buffer.from([9, 2, 0, 0, count, 1, 0, 0x80, 50]);
  head.writeUInt16LE(head.length + body.length, 2);
  return Buffer.concat([head, body]);
}

function stringDescriptor(strings: readonly string[], index: number): Uint8Array | Stall {
  if (index === 0) return Uint8Array.of(4, 3, 0x09, 0x04);
  const text = strings[index];
  if (text === undefined) return 'stall';
  const bytes = Buffer.from(text, 'utf16le');
  return Buffer.concat([Buffer.from([2 + bytes.length, 3]), bytes]);
}
