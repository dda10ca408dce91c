import { ChipError } from '../errors.ts';
import { needTlv } from '../tlv/index.ts';
import { openDataGroup } from './files.ts';

/** DG1 (ICAO Doc 9303-10 §4.7.1): the machine readable zone. */
export interface Dg1 {
  /** Two lines of 44 or 36 characters, or three of 30. */
  readonly lines: readonly string[];
  /** Trailing fillers removed: `P`, `ID`. */
  readonly documentCode: string;
  /** Trailing fillers removed: `D`, `NLD`. */
  readonly issuingState: string;
}

const MRZ = 0x5f1f;
const LINE_LENGTHS: Readonly<Record<number, number>> = { 88: 44, 72: 36, 90: 30 };

/** @throws ChipError `chip/malformed`, also for characters no machine readable zone has */
export function readDg1(file: Uint8Array): Dg1 {
  const { value } = needTlv(openDataGroup(file, 1), MRZ);
  const text = Buffer.from(value.subarray(0, 100)).toString('latin1');
  const length = LINE_LENGTHS[value.length];
  if (length === undefined || !/^[A-Z0-9<]+$/.test(text)) {
    throw new ChipError('chip/malformed', 'not a machine readable zone');
  }
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += length) lines.push(text.slice(at, at + length));
  return {
    lines,
    documentCode: text.slice(0, 2).replace(/<+$/, ''),
    issuingState: text.slice(2, 5).replace(/<+$/, ''),
  };
}
