import type { Bus } from './bus.ts';
import type { BytePort } from './byte-port.ts';

/** One serial port as the operating system lists it. Ids are those of the USB device behind it, null without one. */
export interface SerialInfo {
  /** Where to open it. A CDC-ACM device that is replugged may come back under another. */
  path: string;
  vendorId: number | null;
  productId: number | null;
  product: string;
  serialNumber: string;
}

export interface SerialSettings {
  baudRate: number;
  dataBits: 7 | 8;
  parity: 'none' | 'even' | 'odd';
  stopBits: 1 | 2;
}

/** An open serial port. */
export interface SerialPort extends BytePort {
  readonly info: SerialInfo;
}

export interface SerialTransport extends Bus<SerialInfo> {
  /**
   * @throws DeviceError `device/access-denied`, `device/busy` (another program has it),
   *   `device/disconnected-before-sending` or `device/failed`
   */
  open(info: SerialInfo, settings: SerialSettings): Promise<SerialPort>;
}
