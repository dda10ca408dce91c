import type { Bus } from './bus.ts';

/** One HID interface as the operating system lists it. Usage page and usage are those of its top collection. */
export interface HidInfo {
  /** Where to open it; unique among what is attached now, and not kept over a replug. */
  path: string;
  vendorId: number;
  productId: number;
  usagePage: number;
  usage: number;
  product: string;
  serialNumber: string;
}

/** An open HID interface. Reports carry their report ID in the first byte, as hidraw delivers numbered reports. */
export interface HidPort {
  readonly info: HidInfo;
  onReport(listener: (report: Uint8Array) => void): () => void;
  /** After an error the port is dead and only `close` is of use. */
  onError(listener: (error: Error) => void): () => void;
  /** Sends a feature report, report ID first. @throws DeviceError */
  featureReport(report: Uint8Array): Promise<void>;
  /** Never rejects; closing twice is harmless. */
  close(): Promise<void>;
}

export interface HidTransport extends Bus<HidInfo> {
  /** @throws DeviceError `device/access-denied`, `device/disconnected-before-sending` or `device/failed` */
  open(info: HidInfo): Promise<HidPort>;
}
