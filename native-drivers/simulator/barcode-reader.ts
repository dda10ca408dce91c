import { hidDeviceId } from '../devices/hid-devices.ts';
import { simulatedBarcodeReader } from '../devices/profiles.ts';
import { hidPosReports, hidPosUsage } from '../protocols/hid-pos.ts';
import type { HidInfo } from '../transports/hid.ts';
import type { VirtualHid } from './virtual-hid.ts';
import { type ReaderWorld, type VirtualReader, virtualReader } from './virtual-reader.ts';

const info: HidInfo = {
  path: 'simulated/barcode-reader',
  ...simulatedBarcodeReader,
  ...hidPosUsage,
  product: 'Simulated barcode reader',
  serialNumber: 'SIMULATED',
};

export const barcodeReaderId = hidDeviceId(info);

/** AIM identifiers (ISO/IEC 15424): PDF417 with bytes as they are, and QR model 2. */
export type SymbolIdentifier = ']L2' | ']Q1';

export interface BarcodeReader extends Omit<VirtualReader, 'read'> {
  /** A symbol is held before it; `text` in characters of Latin-1. */
  scan(text: string, identifier: SymbolIdentifier): void;
}

/** A hand-held imager for two-dimensional symbols. */
export function barcodeReader(hid: VirtualHid, world: ReaderWorld): BarcodeReader {
  const { read, ...reader } = virtualReader(hid, info, world);
  return {
    ...reader,
    scan: (text, identifier) =>
      read(() => hidPosReports(Uint8Array.from(Buffer.from(text, 'latin1')), identifier)),
  };
}
