import type { UsbPeer } from '../../../native-drivers/simulator/virtual-usb.ts';
import type { UsbControl, UsbEndpoint, UsbInfo } from '../../../native-drivers/transports/usb.ts';
import { type Setup, type UsbDevice, usbDevice } from './usb-device.ts';

const types = ['standard', 'class', 'vendor', 'standard'] as const;
const recipients = ['device', 'interface', 'endpoint', 'other'] as const;

/**
 * A device of the drivers' own simulated bus as one a kernel enumerates: its descriptors say what `info` says, and its
 * endpoints are served by the same peer.
 *
 * @param connect makes the device's side; it is given the way to the host
 */
export function usbPeerDevice(
  { vendorId, productId, product, serialNumber, interfaces }: Omit<UsbInfo, 'path'>,
  connect: (send: (endpoint: number, bytes: Uint8Array) => void) => UsbPeer,
): UsbDevice {
  const device = usbDevice({
    vendorId,
    productId,
    product,
    serialNumber,
    manufacturer: 'Virtual',
    interfaces: interfaces.map(({ number, alternate, code, endpoints }) => ({
      number,
      alternate,
      class: code[0],
      subclass: code[1],
      protocol: code[2],
      endpoints: endpoints.map(({ number: address, direction, type, packetSize }) => ({
        address,
        direction,
        kind: pipeKind(type),
        maxPacket: packetSize,
      })),
    })),
    onControl: (setup, sent) => peer.control?.(controlOf(setup), sent) ?? 'stall',
    onOut: (endpoint, data) => peer.received?.(endpoint, data),
  });
  const peer = connect((endpoint, bytes) => device.send(endpoint, bytes));
  return device;
}

function pipeKind(type: UsbEndpoint['type']): 'bulk' | 'interrupt' {
  if (type === 'bulk' || type === 'interrupt') return type;
  throw new Error(`an endpoint of kind ${type} is not served`);
}

/** USB 2.0 §9.3.1 */
function controlOf({ requestType, request, value, index }: Setup): UsbControl {
  const type = types[(requestType >> 5) & 3] ?? 'standard';
  return { type, recipient: recipients[requestType & 3] ?? 'other', request, value, index };
}
