import { type UsbDevice, usbDevice } from './usb-device.ts';

/** USB CDC PSTN 1.2 §6.3: what a host sets before it reads. */
const setLineCoding = 0x20;
const getLineCoding = 0x21;
const setControlLineState = 0x22;
/** 9600 baud, one stop bit, no parity, eight bits. */
const lineCoding = Uint8Array.of(0x80, 0x25, 0, 0, 0, 0, 8);

const notifications = 3;
const dataPipe = 1;

/** CDC 1.2 §5.2.3: header, call management, abstract control, and which interface has the data. */
const functional = Uint8Array.of(
  ...[5, 0x24, 0x00, 0x10, 0x01],
  ...[5, 0x24, 0x01, 0x00, 1],
  ...[4, 0x24, 0x02, 0x02],
  ...[5, 0x24, 0x06, 0, 1],
);

export interface CdcAcmReader {
  readonly device: UsbDevice;
  /** Bytes as the reader sends them, one transfer. */
  send(bytes: Uint8Array): void;
}

/** A reader that is a modem to USB: the kernel gives it a `/dev/ttyACM`. */
export function cdcAcmReader(ids: {
  vendorId: number;
  productId: number;
  product: string;
  serialNumber: string;
}): CdcAcmReader {
  const device = usbDevice({
    ...ids,
    manufacturer: 'Virtual',
    interfaces: [
      {
        class: 2,
        subclass: 2,
        protocol: 1,
        extra: functional,
        endpoints: [{ kind: 'interrupt', direction: 'in', address: notifications, maxPacket: 16 }],
      },
      {
        class: 0x0a,
        subclass: 0,
        protocol: 0,
        endpoints: [
          { kind: 'bulk', direction: 'in', address: dataPipe, maxPacket: 512 },
          { kind: 'bulk', direction: 'out', address: dataPipe, maxPacket: 512 },
        ],
      },
    ],
    onControl({ requestType, request }) {
      if (requestType === 0xa1 && request === getLineCoding) return lineCoding;
      const known = request === setLineCoding || request === setControlLineState;
      return requestType === 0x21 && known ? null : 'stall';
    },
  });
  return { device, send: (bytes) => device.send(dataPipe, bytes) };
}
