import { encode, Tagged } from 'cborg';

/** What CBOR can say and a credential may hold; maps keep integer keys apart from text ones. */
export type CborValue =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | Tagged
  | readonly CborValue[]
  | ReadonlyMap<string | number, CborValue>;

/** Deterministic encoding (RFC 8949 §4.2): shortest forms, sorted keys. */
export function toCbor(value: CborValue): Uint8Array {
  return encode(value);
}

export function tagged(tag: number, value: CborValue): Tagged {
  return new Tagged(tag, value);
}

/** Tag 24 (RFC 8949 §3.4.5.1): CBOR inside a byte string, so that its very bytes can be hashed and signed. */
export function embedded(value: CborValue): Tagged {
  return new Tagged(24, toCbor(value));
}

/** `tdate` (ISO/IEC 18013-5 §9.1.2.4): tag 0, UTC, whole seconds. */
export function tdate(seconds: number): Tagged {
  return new Tagged(0, new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'));
}

/** `full-date` (RFC 8943): tag 1004 and YYYY-MM-DD. */
export function fullDate(date: string): Tagged {
  return new Tagged(1004, date);
}

/** JSON as CBOR, member by member; members without a value are left out. */
export function jsonToCbor(value: unknown): CborValue {
  if (Array.isArray(value)) return value.map(jsonToCbor);
  if (typeof value !== 'object' || value === null) return value as string | number | boolean | null;
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return new Map(members.map(([name, inner]) => [name, jsonToCbor(inner)]));
}
