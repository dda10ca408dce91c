import { ChipError } from '../errors.ts';
import { childrenOf, readTlvAt, type Tlv } from '../tlv/index.ts';

/** Tags of the elementary files by data group (ICAO Doc 9303-10 §4.6, table 38). */
const TAGS: Readonly<Record<number, number>> = {
  1: 0x61,
  2: 0x75,
  3: 0x63,
  4: 0x76,
  5: 0x65,
  6: 0x66,
  7: 0x67,
  8: 0x68,
  9: 0x69,
  10: 0x6a,
  11: 0x6b,
  12: 0x6c,
  13: 0x6d,
  14: 0x6e,
  15: 0x6f,
  16: 0x70,
};

/** The data group a tag belongs to, or null. */
export function dataGroupOfTag(tag: number): number | null {
  const found = Object.entries(TAGS).find(([, one]) => one === tag);
  return found ? Number(found[0]) : null;
}

/** The tag a data group's file begins with. @throws RangeError outside 1 to 16 */
export function tagOfDataGroup(group: number): number {
  const tag = TAGS[group];
  if (tag === undefined) throw new RangeError('no such data group');
  return tag;
}

/**
 * The object a file consists of. What some chips fill the file up with behind it is left alone.
 * @throws ChipError `chip/malformed` for a file of another kind
 */
export function openFile(file: Uint8Array, tag: number): Tlv {
  const tlv = readTlvAt(file);
  if (tlv.tag !== tag) throw new ChipError('chip/malformed', 'a file of another kind');
  return tlv;
}

/** The objects in a data group's file. @throws ChipError `chip/malformed` */
export function openDataGroup(file: Uint8Array, group: number): Tlv[] {
  return childrenOf(openFile(file, tagOfDataGroup(group)));
}
