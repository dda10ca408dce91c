import { findTlv } from '../tlv/index.ts';
import { openDataGroup } from './files.ts';
import { digitsOf, listIn, partsOf, textOf } from './text.ts';

/** DG11 (ICAO Doc 9303-10 §4.7.11): more about the holder. Everything is optional; what is absent is null or empty. */
export interface Dg11 {
  /** In the state's own characters, primary and secondary identifier divided by `<<` as in the zone. */
  readonly fullName: string | null;
  readonly otherNames: readonly string[];
  readonly personalNumber: string | null;
  /** CCYYMMDD. */
  readonly dateOfBirth: string | null;
  readonly placeOfBirth: readonly string[];
  readonly address: readonly string[];
  readonly telephone: string | null;
  readonly profession: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly otherDocumentNumbers: readonly string[];
  readonly custody: string | null;
}

/** @throws ChipError `chip/malformed` */
export function readDg11(file: Uint8Array): Dg11 {
  const fields = openDataGroup(file, 11);
  const value = (tag: number): Uint8Array | undefined => findTlv(fields, tag)?.value;
  const text = (tag: number): string | null => textOf(value(tag) ?? new Uint8Array()) || null;
  const parts = (tag: number): string[] => partsOf(value(tag) ?? new Uint8Array());
  return {
    fullName: text(0x5f0e),
    otherNames: listIn(findTlv(fields, 0xa0), 0x5f0f),
    personalNumber: text(0x5f10),
    dateOfBirth: digitsOf(value(0x5f2b) ?? new Uint8Array(), 8),
    placeOfBirth: parts(0x5f11),
    address: parts(0x5f42),
    telephone: text(0x5f12),
    profession: text(0x5f13),
    title: text(0x5f14),
    summary: text(0x5f15),
    otherDocumentNumbers: parts(0x5f17),
    custody: text(0x5f18),
  };
}
