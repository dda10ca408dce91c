import type { Bus } from './bus.ts';

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
export interface SerialPort {
  readonly info: SerialInfo;
  readonly isOpen: boolean;
  onData(listener: (bytes: Uint8Array) => void): () => void;
  /** After an error the port is dead and only `close` is of use. */
  onError(listener: (error: Error) => void): () => void;
  /** @throws DeviceError `device/disconnected-while-sending`, `device/time-out` */
  write(bytes: Uint8Array): Promise<void>;
  /** Never rejects; closing twice is harmless. */
  close(): Promise<void>;
}

export interface SerialTransport extends Bus<SerialInfo> {
  /**
   * @throws DeviceError `device/access-denied`, `device/busy` (another program has it),
   *   `device/disconnected-before-sending` or `device/failed`
   */
  open(info: SerialInfo, settings: SerialSettings): Promise<SerialPort>;
}
