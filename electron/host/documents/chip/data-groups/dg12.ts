import { findTlv } from '../tlv/index.ts';
import { openDataGroup } from './files.ts';
import { digitsOf, listIn, textOf } from './text.ts';

/** DG12 (ICAO Doc 9303-10 §4.7.12): more about the document. Everything is optional. */
export interface Dg12 {
  readonly issuingAuthority: string | null;
  /** CCYYMMDD. */
  readonly dateOfIssue: string | null;
  readonly otherPeople: readonly string[];
  readonly endorsements: string | null;
  readonly taxOrExit: string | null;
  /** CCYYMMDDhhmmss. */
  readonly personalizedAt: string | null;
  readonly personalizationDevice: string | null;
}

/** @throws ChipError `chip/malformed` */
export function readDg12(file: Uint8Array): Dg12 {
  const fields = openDataGroup(file, 12);
  const value = (tag: number): Uint8Array => findTlv(fields, tag)?.value ?? new Uint8Array();
  const text = (tag: number): string | null => textOf(value(tag)) || null;
  return {
    issuingAuthority: text(0x5f19),
    dateOfIssue: digitsOf(value(0x5f26), 8),
    otherPeople: listIn(findTlv(fields, 0xa0), 0x5f1a),
    endorsements: text(0x5f1b),
    taxOrExit: text(0x5f1c),
    personalizedAt: digitsOf(value(0x5f55), 14),
    personalizationDevice: text(0x5f56),
  };
}

/** A date of CCYYMMDD digits as milliseconds since 1970 (its first moment in UTC); null for one that does not exist. */
export function dateOfDigits(digits: string | null): number | null {
  if (!digits) return null;
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number) as [
    number,
    number,
    number,
  ];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() : null;
}
