import { hidDeviceId } from '../devices/hid-devices.ts';
import { hidPosReports, hidPosUsage } from '../protocols/hid-pos.ts';
import { writeTextMessage } from '../protocols/mrz-text.ts';
import type { HidInfo } from '../transports/hid.ts';
import type { VirtualHid } from './virtual-hid.ts';
import { type ReaderWorld, type VirtualReader, virtualReader } from './virtual-reader.ts';

/** pid.codes sets 1209:0001 apart for private testing. */
const info: HidInfo = {
  path: 'simulated/passport-reader',
  vendorId: 0x1209,
  productId: 0x0001,
  ...hidPosUsage,
  product: 'Simulated passport reader',
  serialNumber: 'SIMULATED',
};

export const passportReaderId = hidDeviceId(info);

/** AIM identifier of optical character recognition, OCR-B. */
const ocrB = ']o2';

export interface PassportReader extends Omit<VirtualReader, 'read'> {
  /** A document is swiped through. */
  swipe(lines: readonly string[]): void;
}

/** A page-edge reader. */
export function passportReader(hid: VirtualHid, world: ReaderWorld): PassportReader {
  const { read, ...reader } = virtualReader(hid, info, world);
  return {
    ...reader,
    swipe: (lines) =>
      read((fault) => {
        const sent = fault === 'wrong-check-digit' ? withWrongCheckDigit(lines) : lines;
        return hidPosReports(writeTextMessage(sent), ocrB);
      }),
  };
}

/**
 * The check digit of the document number raised by one, as a misread digit would be (Doc 9303-3 §4.9): at position
 * 15 of the first line of three, else at position 10 of the last.
 */
export function withWrongCheckDigit(lines: readonly string[]): string[] {
  const row = lines.length === 3 ? 0 : lines.length - 1;
  const column = lines.length === 3 ? 14 : 9;
  return lines.map((line, index) => {
    if (index !== row) return line;
    const digit = Number(line[column] === '<' ? 0 : line[column]);
    return `${line.slice(0, column)}${(digit + 1) % 10}${line.slice(column + 1)}`;
  });
}
