import type { Socket } from 'node:net';
import { type AddressInfo, createServer } from 'node:net';
import type { UsbDevice } from './usb-device.ts';

/** Linux Documentation/usb/usbip_protocol.rst */
const version = 0x0111;
const askImport = 0x8003;
const replyImport = 0x0003;
const submit = 1;
const unlinkCommand = 2;
const replySubmit = 3;
const replyUnlink = 4;
const headerBytes = 48;
const importBytes = 40;
const connectionReset = -104;
/** USB 2.0, 480 Mbit/s. */
const highSpeed = 3;

export interface UsbIpServer {
  readonly port: number;
  /** The cable is pulled: the connection of that device breaks. */
  unplug(busId: string): void;
  close(): void;
}

/** Serves devices to a kernel's `vhci_hcd` over TCP, on the loopback interface. */
export async function usbIpServer(devices: ReadonlyMap<string, UsbDevice>): Promise<UsbIpServer> {
  const attached = new Map<string, Socket>();
  const server = createServer((socket) => serve(socket, devices, attached));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    unplug(busId) {
      attached.get(busId)?.destroy();
      attached.delete(busId);
    },
    close() {
      for (const socket of attached.values()) socket.destroy();
      server.close();
    },
  };
}

function operation(code: number, status: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(version, 0);
  bytes.writeUInt16BE(code, 2);
  bytes.writeUInt32BE(status, 4);
  return bytes;
}

function describe(busId: string, device: UsbDevice): Buffer {
  const bytes = Buffer.alloc(312);
  const number = Number(busId.split('-')[1]);
  bytes.write(`/sys/devices/virtual/${busId}`, 0);
  bytes.write(busId, 256);
  bytes.writeUInt32BE(1, 288);
  bytes.writeUInt32BE(number, 292);
  bytes.writeUInt32BE(highSpeed, 296);
  bytes.writeUInt16BE(device.descriptor.readUInt16LE(8), 300);
  bytes.writeUInt16BE(device.descriptor.readUInt16LE(10), 302);
  bytes.writeUInt16BE(0x0100, 304);
  bytes.set([0, 0, 0, 1, 1, device.interfaces.length], 306);
  return bytes;
}

function serve(socket: Socket, devices: ReadonlyMap<string, UsbDevice>, attached: Map<string, Socket>) {
  let received: Buffer = Buffer.alloc(0);
  let device: UsbDevice | null = null;
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.on('close', () => {
    device?.unlinkAll();
    for (const [busId, one] of attached) if (one === socket) attached.delete(busId);
  });
  /** @returns how many bytes it took; 0 when more are needed */
  const take = (): number => {
    if (!device) {
      if (received.length < importBytes) return 0;
      const busId = received.toString('latin1', 8, importBytes).split('\0')[0] ?? '';
      device = received.readUInt16BE(2) === askImport ? (devices.get(busId) ?? null) : null;
      if (!device || attached.has(busId)) {
        socket.end(operation(replyImport, 1));
        return 0;
      }
      attached.set(busId, socket);
      socket.write(Buffer.concat([operation(replyImport, 0), describe(busId, device)]));
      return importBytes;
    }
    return received.length < headerBytes ? 0 : command(socket, device, received);
  };
  socket.on('data', (data) => {
    received = Buffer.concat([received, data]);
    for (let taken = take(); taken > 0; taken = take()) received = received.subarray(taken);
  });
}

function command(socket: Socket, device: UsbDevice, received: Buffer): number {
  const sequence = received.readUInt32BE(4);
  const reply = (code: number, status: number, length: number, data: Uint8Array = Buffer.alloc(0)) => {
    if (socket.destroyed) return;
    const header = Buffer.alloc(headerBytes);
    header.writeUInt32BE(code, 0);
    header.writeUInt32BE(sequence, 4);
    header.writeInt32BE(status, 20);
    header.writeUInt32BE(length, 24);
    header.writeUInt32BE(0xffffffff, 32);
    socket.write(Buffer.concat([header, data]));
  };
  if (received.readUInt32BE(0) === unlinkCommand) {
    reply(replyUnlink, device.unlink(received.readUInt32BE(20)) ? connectionReset : 0, 0);
    return headerBytes;
  }
  if (received.readUInt32BE(0) !== submit) {
    socket.destroy();
    return 0;
  }
  const into = received.readUInt32BE(12) === 1;
  const endpoint = received.readUInt32BE(16);
  const length = received.readUInt32BE(24);
  const total = headerBytes + (into ? 0 : length);
  if (received.length < total) return 0;
  const sent = Buffer.from(received.subarray(headerBytes, total));
  const transfer = {
    sequence,
    length,
    done: (status: number, data: Uint8Array) =>
      into
        ? reply(replySubmit, status, data.length, data)
        : reply(replySubmit, status, status === 0 ? length : 0),
  };
  if (endpoint !== 0) {
    if (into) device.in(endpoint, transfer);
    else device.out(endpoint, transfer, sent);
    return total;
  }
  const setup = {
    requestType: received[40] ?? 0,
    request: received[41] ?? 0,
    value: received.readUInt16LE(42),
    index: received.readUInt16LE(44),
  };
  device.control(setup, transfer, sent);
  return total;
}
