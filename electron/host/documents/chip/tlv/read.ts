import { ChipError } from '../errors.ts';
import type { Tlv } from './tlv.ts';

/** No nesting of indefinite lengths deeper than this is followed; a passport needs about ten levels. */
const MAX_DEPTH = 32;
/** Most children one value may have; the largest master lists hold about 1,500 certificates. */
const MAX_CHILDREN = 20_000;

export interface TlvHeader {
  readonly tag: number;
  readonly constructed: boolean;
  /** Octets before the value. */
  readonly headerLength: number;
  /** Octets of the value; null for the indefinite form (X.690 §8.1.3.6). */
  readonly valueLength: number | null;
}

function readTag(bytes: Uint8Array, offset: number): { tag: number; next: number } | null {
  let at = offset;
  const first = bytes[at++];
  if (first === undefined) return null;
  if ((first & 0x1f) !== 0x1f) return { tag: first, next: at };
  let tag = first;
  for (let count = 0; ; count += 1) {
    if (count === 3) throw new ChipError('chip/malformed', 'a tag of more than four octets');
    const octet = bytes[at++];
    if (octet === undefined) return null;
    if (count === 0 && octet === 0x80) throw new ChipError('chip/malformed', 'a tag with a leading zero');
    tag = tag * 256 + octet;
    if (octet < 0x80) return { tag, next: at };
  }
}

/**
 * Reads identifier and length octets without asking whether the value is there: how long a file on a chip is.
 * Lengths that are longer encoded than need be are read (BER allows them); the caller's limits decide on their size.
 * @returns null when the octets end inside the header
 * @throws ChipError `chip/malformed`: a tag beyond four octets; `chip/too-large`: a length beyond 2^32 - 1
 */
export function readTlvHeader(bytes: Uint8Array, offset = 0): TlvHeader | null {
  const identifier = readTag(bytes, offset);
  if (!identifier) return null;
  const { tag } = identifier;
  const constructed = ((bytes[offset] as number) & 0x20) !== 0;
  let at = identifier.next;
  const first = bytes[at++];
  if (first === undefined) return null;
  const header = (valueLength: number | null): TlvHeader => ({
    tag,
    constructed,
    headerLength: at - offset,
    valueLength,
  });
  if (first < 0x80) return header(first);
  if (first === 0x80) {
    if (!constructed) throw new ChipError('chip/malformed', 'an indefinite length on a primitive value');
    return header(null);
  }
  if (first === 0xff) throw new ChipError('chip/malformed', 'a reserved length octet');
  let length = 0;
  for (let count = first & 0x7f; count > 0; count -= 1) {
    const octet = bytes[at++];
    if (octet === undefined) return null;
    length = length * 256 + octet;
    if (length > 0xffff_ffff) throw new ChipError('chip/too-large', 'a length beyond 32 bits');
  }
  return header(length);
}

/** Where the contents of an indefinite length end: the offset of its end-of-contents octets. */
function endOfContents(bytes: Uint8Array, offset: number, depth: number): number {
  if (depth > MAX_DEPTH) throw new ChipError('chip/malformed', 'indefinite lengths nested too deep');
  let at = offset;
  while (at < bytes.length) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return at;
    at = endOf(bytes, at, depth);
  }
  throw new ChipError('chip/malformed', 'an indefinite length without an end');
}

function endOf(bytes: Uint8Array, offset: number, depth: number): number {
  const { valueStart, valueLength } = headerAt(bytes, offset);
  if (valueLength === null) return endOfContents(bytes, valueStart, depth + 1) + 2;
  return checkedEnd(bytes, valueStart, valueLength);
}

function headerAt(bytes: Uint8Array, offset: number): TlvHeader & { valueStart: number } {
  const header = readTlvHeader(bytes, offset);
  if (!header) throw new ChipError('chip/malformed', 'the data end inside a tag or length');
  return { ...header, valueStart: offset + header.headerLength };
}

function checkedEnd(bytes: Uint8Array, start: number, length: number): number {
  const end = start + length;
  if (end > bytes.length) throw new ChipError('chip/malformed', 'a length beyond the end of the data');
  return end;
}

/**
 * Reads the one data object that begins at `offset`; what follows it is left alone.
 * Nothing is copied: `value` and `encoded` are views into `bytes`.
 * @throws ChipError `chip/malformed` when the object is not whole; `chip/too-large`
 */
export function readTlvAt(bytes: Uint8Array, offset = 0): Tlv {
  const { tag, constructed, valueStart, valueLength } = headerAt(bytes, offset);
  const valueEnd =
    valueLength === null ? endOfContents(bytes, valueStart, 0) : checkedEnd(bytes, valueStart, valueLength);
  const end = valueLength === null ? valueEnd + 2 : valueEnd;
  return {
    tag,
    constructed,
    value: bytes.subarray(valueStart, valueEnd),
    encoded: bytes.subarray(offset, end),
  };
}

/**
 * Reads `bytes` as exactly one data object, of the tag `expected` if one is given.
 * @throws ChipError `chip/malformed` when it is another, is not whole, or is followed by anything
 */
export function readTlv(bytes: Uint8Array, expected?: number): Tlv {
  const tlv = readTlvAt(bytes);
  if (tlv.encoded.length !== bytes.length) {
    throw new ChipError('chip/malformed', 'data after the end of the object');
  }
  if (expected !== undefined && tlv.tag !== expected) throw unexpected(tlv.tag, expected);
  return tlv;
}

/**
 * Reads `bytes` as data objects one after the other, to the last octet.
 * @throws ChipError `chip/malformed`; `chip/too-large` beyond 20,000 objects
 */
export function readTlvs(bytes: Uint8Array): Tlv[] {
  const all: Tlv[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (all.length === MAX_CHILDREN) throw new ChipError('chip/too-large', 'too many objects in one value');
    const tlv = readTlvAt(bytes, at);
    all.push(tlv);
    at += tlv.encoded.length;
  }
  return all;
}

/**
 * The objects inside a constructed one.
 * @throws ChipError `chip/malformed` when it is primitive or its contents are not objects
 */
export function childrenOf(tlv: Tlv): Tlv[] {
  if (!tlv.constructed) throw new ChipError('chip/malformed', `tag ${hexTag(tlv.tag)} holds no objects`);
  return readTlvs(tlv.value);
}

/** The first object of this tag, or undefined. */
export function findTlv(tlvs: readonly Tlv[], tag: number): Tlv | undefined {
  return tlvs.find((tlv) => tlv.tag === tag);
}

/** The first object of this tag. @throws ChipError `chip/malformed` when there is none */
export function needTlv(tlvs: readonly Tlv[], tag: number): Tlv {
  const found = findTlv(tlvs, tag);
  if (!found) throw new ChipError('chip/malformed', `tag ${hexTag(tag)} is missing`);
  return found;
}

function unexpected(got: number, wanted: number): ChipError {
  return new ChipError('chip/malformed', `tag ${hexTag(got)} where ${hexTag(wanted)} belongs`);
}

function hexTag(tag: number): string {
  return tag.toString(16).toUpperCase().padStart(2, '0');
}
