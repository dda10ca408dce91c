import { DeviceError } from '../errors.ts';
import type { BytePort } from './byte-port.ts';
import { endpointOf, type UsbInterface, type UsbPort } from './usb.ts';

/** Milliseconds: a transfer under way outlives the port's closing by no more than this. */
const receiveLimit = 1000;
const sendLimit = 2000;

/**
 * The pipes of one interface as a way of bytes, bulk or interrupt. It is read packet by packet: a longer transfer that
 * runs into its time loses what has come.
 *
 * @throws DeviceError when the interface cannot be claimed or has no pipe from the device
 */
export async function openUsbPipe(port: UsbPort, face: UsbInterface): Promise<BytePort> {
  const input = endpointOf(face, 'in', 'bulk') ?? endpointOf(face, 'in', 'interrupt');
  const output = endpointOf(face, 'out', 'bulk') ?? endpointOf(face, 'out', 'interrupt');
  if (!input) throw new DeviceError('device/protocol', 'the device has no pipe to read from');
  await port.claim(face);
  const data = new Set<(bytes: Uint8Array) => void>();
  const errors = new Set<(error: Error) => void>();
  let open = true;
  let failed: Error | null = null;

  const read = async () => {
    while (open) {
      try {
        const bytes = await port.receive(input, input.packetSize, receiveLimit);
        if (open && bytes.length > 0) for (const listener of [...data]) listener(bytes);
      } catch (error) {
        if (error instanceof DeviceError && error.code === 'device/time-out') continue;
        if (!open) return;
        failed = error as Error;
        for (const listener of [...errors]) listener(failed);
        return;
      }
    }
  };
  let reading = false;
  return {
    onData(listener) {
      data.add(listener);
      if (!reading) {
        reading = true;
        void read();
      }
      return () => data.delete(listener);
    },
    onError(listener) {
      errors.add(listener);
      if (failed) listener(failed);
      return () => errors.delete(listener);
    },
    async write(bytes) {
      if (!output) throw new DeviceError('device/failed', 'the device takes no data');
      await port.send(output, bytes, sendLimit);
    },
    async close() {
      if (!open) return;
      open = false;
      data.clear();
      errors.clear();
      await port.close();
    },
  };
}
