import { randomBytes } from '@noble/hashes/utils.js';
import { modPow } from '../certificates/index.ts';
import { ChipError } from '../errors.ts';
import { bytesToNumber, numberToBytes } from '../tlv/index.ts';
import type { DhGroup } from './groups.ts';

export interface DhKeyPair {
  readonly privateKey: bigint;
  readonly publicKey: bigint;
}

/** Octets of p: the length of every shared secret. */
export function groupLength(group: DhGroup): number {
  return Math.ceil(group.p.toString(16).length / 2);
}

/** A fresh key pair over `generator`, the group's own or a mapped one. Where q is unknown, 512 bits of exponent are drawn. */
export function generateDhKeyPair(group: DhGroup, generator: bigint = group.g): DhKeyPair {
  const order = group.q ?? 1n << 512n;
  const length = Math.ceil(order.toString(16).length / 2) + 8;
  const privateKey = (bytesToNumber(randomBytes(length)) % (order - 2n)) + 2n;
  return { privateKey, publicKey: modPow(generator, privateKey, group.p) };
}

/**
 * Makes sure that a public key is an element of the group and not a trivial one (RFC 2631 §2.1.5). Without q only the
 * range can be checked.
 * @throws ChipError `chip/protocol`
 */
export function checkDhPublicKey(group: DhGroup, publicKey: bigint): bigint {
  const inRange = publicKey >= 2n && publicKey <= group.p - 2n;
  if (!inRange || (group.q !== null && modPow(publicKey, group.q, group.p) !== 1n)) {
    throw new ChipError('chip/protocol', 'a public key outside its group');
  }
  return publicKey;
}

/** The element both sides agree on. The other side's key must have passed {@link checkDhPublicKey}. */
export function agreeDh(group: DhGroup, privateKey: bigint, publicKey: bigint): bigint {
  return modPow(publicKey, privateKey, group.p);
}

/** An element as the octets of a shared secret: as many as p has (PKCS #3 §7.3). */
export function secretOctets(group: DhGroup, element: bigint): Uint8Array {
  return numberToBytes(element, groupLength(group));
}

/** An element as an unsigned integer without leading zeros (Doc 9303-11 §9.4.1). */
export function unsignedOctets(element: bigint): Uint8Array {
  return numberToBytes(element, Math.max(1, Math.ceil(element.toString(16).length / 2)));
}
