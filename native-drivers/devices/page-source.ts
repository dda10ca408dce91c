import type { DeviceFault } from '../../electron/contract/index.ts';
import type { ScannedPage, ScanOrder } from '../protocols/page.ts';

/** Anything that takes pictures of pages, however it is reached. */
export interface PageSource {
  /** @throws DeviceError */
  describe(): Promise<{ name: string; firmware?: string }>;
  /** What a person has to see to, if anything. @throws DeviceError */
  status(): Promise<{ fault: DeviceFault | null }>;
  /**
   * @throws DeviceError with the fault a person can cure, where the source names one
   * @throws DriverError `drivers/cancelled` when it was called off
   */
  scan(order: ScanOrder): Promise<ScannedPage>;
  /** Never rejects. */
  close(): Promise<void>;
}
