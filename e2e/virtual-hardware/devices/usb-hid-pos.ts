import { hidPosReports } from '../../../native-drivers/protocols/hid-pos.ts';
import { hidPosDescriptor } from './hid-pos-descriptor.ts';
import { usbDevice } from './usb-device.ts';

/** A passport reader of USB's HID class. Its feature reports are kept for whoever wants to know. */
export function usbHidPosReader(ids: { vendorId: number; productId: number; serialNumber: string }) {
  const features: number[][] = [];
  const length = hidPosDescriptor.length;
  const device = usbDevice({
    ...ids,
    manufacturer: 'Virtual',
    product: 'Virtual USB passport reader',
    interfaces: [
      {
        class: 3,
        subclass: 0,
        protocol: 0,
        extra: Uint8Array.of(9, 0x21, 0x11, 0x01, 0, 1, 0x22, length & 0xff, length >> 8),
        endpoints: [{ kind: 'interrupt', direction: 'in', address: 1, maxPacket: 64 }],
      },
    ],
    onControl({ requestType, request, value }, sent) {
      if (requestType === 0x81 && request === 0x06 && value >> 8 === 0x22) return hidPosDescriptor;
      if (requestType === 0x21 && request === 0x09) features.push([...sent]);
      return requestType === 0x21 ? null : 'stall';
    },
  });
  return {
    device,
    features,
    /** One transfer a report, as long as the endpoint's packets. */
    read(text: string) {
      for (const report of hidPosReports(Buffer.from(text, 'latin1'), ']Z0')) device.send(1, report);
    },
  };
}
