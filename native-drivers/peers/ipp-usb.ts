import type { Server } from 'node:http';
import { Duplex } from 'node:stream';
import type { UsbInfo, UsbInterface } from '../transports/usb.ts';

/** A multi-function device with two pipes for HTTP, as IPP over USB asks for, by what its descriptors say. */
export function ippUsbInfo(path: string, packetSize = 512): UsbInfo {
  const pipe = (number: number): UsbInterface => ({
    number,
    alternate: 0,
    code: [7, 1, 4],
    endpoints: [
      { number: number + 1, direction: 'out', type: 'bulk', packetSize },
      { number: number + 1, direction: 'in', type: 'bulk', packetSize },
    ],
  });
  return {
    path,
    vendorId: 0x1209,
    productId: 0x0004,
    product: 'Simulated USB scanner',
    serialNumber: 'SIMULATED',
    interfaces: [pipe(0), pipe(1)],
  };
}

/**
 * The device's side of IPP over USB: each pipe is a connection to an HTTP server.
 *
 * @param send takes what goes to the host, endpoint first
 */
export function ippUsbDevice(server: Server, send: (endpoint: number, bytes: Uint8Array) => void) {
  const pipes = new Map<number, Duplex>();
  const connect = (endpoint: number): Duplex => {
    const pipe = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        send(endpoint, new Uint8Array(chunk));
        done();
      },
    });
    pipe.on('error', () => {});
    pipe.on('close', () => pipes.get(endpoint) === pipe && pipes.delete(endpoint));
    pipes.set(endpoint, pipe);
    server.emit('connection', pipe);
    return pipe;
  };
  return {
    received(endpoint: number, bytes: Uint8Array) {
      (pipes.get(endpoint) ?? connect(endpoint)).push(bytes);
      return undefined;
    },
    control({ type, request, index }: { type: string; request: number; index: number }) {
      if (type !== 'class' || request !== 2) return null;
      pipes.get(index + 1)?.destroy();
      pipes.delete(index + 1);
      return new Uint8Array();
    },
  };
}
