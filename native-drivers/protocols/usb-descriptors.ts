import type { UsbEndpoint, UsbInterface } from '../transports/usb.ts';

const types = ['control', 'isochronous', 'bulk', 'interrupt'] as const;
const maxInterfaces = 64;
const maxEndpoints = 32;

/**
 * The interfaces of a device from its descriptors as they stand one behind the other (USB 2.0 §9.6): those of its first
 * configuration, which is the only one of nearly every device. What is cut short or makes no sense ends the reading; what
 * came before it counts.
 */
export function readUsbDescriptors(bytes: Uint8Array): UsbInterface[] {
  const found: UsbInterface[] = [];
  let configurations = 0;
  for (let at = 0; at + 2 <= bytes.length; ) {
    const length = bytes[at]!;
    const one = bytes.subarray(at, at + length);
    if (length < 2 || one.length < length) break;
    const kind = one[1];
    if (kind === 2) configurations += 1;
    if (configurations > 1 || found.length > maxInterfaces) break;
    if (kind === 4 && length >= 9) {
      found.push({ number: one[2]!, alternate: one[3]!, code: [one[5]!, one[6]!, one[7]!], endpoints: [] });
    }
    const endpoints = found.at(-1)?.endpoints;
    if (kind === 5 && length >= 7 && endpoints && endpoints.length < maxEndpoints)
      endpoints.push(endpointOf(one));
    at += length;
  }
  return found;
}

function endpointOf(one: Uint8Array): UsbEndpoint {
  const address = one[2]!;
  return {
    number: address & 0x0f,
    direction: address & 0x80 ? 'in' : 'out',
    type: types[one[3]! & 3]!,
    // The bits above say how many packets fit into a microframe.
    packetSize: Math.max((one[4]! | (one[5]! << 8)) & 0x7ff, 1),
  };
}
