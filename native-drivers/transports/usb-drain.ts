import type { UsbEndpoint, UsbPort } from './usb.ts';

const transferLength = 64 * 1024;
/** Milliseconds of silence after which nothing more is taken to come. */
const gap = 60;
/** Milliseconds; a device that never ends is not waited for. */
const limit = 3000;

/** Throws away what a pipe still has to say: the rest of an answer nobody waits for. Never rejects. */
export async function drainPipe(port: UsbPort, input: UsbEndpoint): Promise<void> {
  const deadline = Date.now() + limit;
  while (Date.now() < deadline) {
    const rest = await port.receive(input, transferLength, gap).catch(() => null);
    if (!rest || rest.length === 0) return;
  }
}
