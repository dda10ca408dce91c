import { ChipError } from '../errors.ts';
import { bytesToNumber, concatBytes, numberToBytes } from './bytes.ts';
import { childrenOf } from './read.ts';
import type { Tlv } from './tlv.ts';
import { writeTlv } from './write.ts';

/** Universal tags of ASN.1 (ITU-T X.680 §8.4) that certificates, signed data and security infos are made of. */
export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
} as const;

function need(tlv: Tlv, tag: number, name: string): void {
  if (tlv.tag !== tag) throw new ChipError('chip/malformed', `${name} expected`);
}

/** An INTEGER of any sign (X.690 §8.3). @throws ChipError `chip/malformed` */
export function integerOf(tlv: Tlv): bigint {
  need(tlv, DER.integer, 'an integer');
  if (tlv.value.length === 0) throw new ChipError('chip/malformed', 'an empty integer');
  const unsigned = bytesToNumber(tlv.value);
  return (tlv.value[0] as number) < 0x80 ? unsigned : unsigned - (1n << BigInt(tlv.value.length * 8));
}

/** An INTEGER that must be a small count or version, 0 to 2^31 - 1. @throws ChipError `chip/malformed` */
export function smallIntegerOf(tlv: Tlv): number {
  const value = integerOf(tlv);
  if (value < 0n || value > 0x7fff_ffffn) throw new ChipError('chip/malformed', 'an integer out of range');
  return Number(value);
}

/** An OBJECT IDENTIFIER in dotted decimal (X.690 §8.19). @throws ChipError `chip/malformed` */
export function oidOf(tlv: Tlv): string {
  need(tlv, DER.oid, 'an object identifier');
  return decodeOid(tlv.value);
}

/** The contents octets of an OBJECT IDENTIFIER in dotted decimal. @throws ChipError `chip/malformed` */
export function decodeOid(value: Uint8Array): string {
  if (value.length === 0 || value.length > 64 || (value[value.length - 1] as number) >= 0x80) {
    throw new ChipError('chip/malformed', 'not an object identifier');
  }
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of value) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const first = arcs[0] as bigint;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - root * 40n, ...arcs.slice(1)].join('.');
}

/** The contents octets of an OBJECT IDENTIFIER. */
export function encodeOid(dotted: string): Uint8Array {
  const [root = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  return concatBytes(
    ...[root * 40n + second, ...rest].map((arc) => {
      const octets = [Number(arc & 0x7fn)];
      for (let left = arc >> 7n; left > 0n; left >>= 7n) octets.unshift(Number(left & 0x7fn) | 0x80);
      return Uint8Array.from(octets);
    }),
  );
}

/** The octets of a BIT STRING of whole octets (X.690 §8.6). @throws ChipError `chip/malformed` */
export function bitStringOf(tlv: Tlv): Uint8Array {
  need(tlv, DER.bitString, 'a bit string');
  if (tlv.value[0] !== 0) throw new ChipError('chip/malformed', 'a bit string of odd bits');
  return tlv.value.subarray(1);
}

/**
 * The octets of an OCTET STRING, joined when it is constructed of several (X.690 §8.7, BER only).
 * @throws ChipError `chip/malformed`
 */
export function octetStringOf(tlv: Tlv): Uint8Array {
  if (tlv.tag === DER.octetString) return tlv.value;
  need(tlv, DER.octetString | 0x20, 'an octet string');
  const parts: Uint8Array[] = [];
  for (const part of childrenOf(tlv)) {
    need(part, DER.octetString, 'a part of an octet string');
    parts.push(part.value);
  }
  return concatBytes(...parts);
}

/** An INTEGER object of a number that is not negative. */
export function writeInteger(value: bigint): Uint8Array {
  const octets = Math.floor(value.toString(2).length / 8) + 1;
  return writeTlv(DER.integer, numberToBytes(value, octets));
}

/** An OBJECT IDENTIFIER object. */
export function writeOid(dotted: string): Uint8Array {
  return writeTlv(DER.oid, encodeOid(dotted));
}
