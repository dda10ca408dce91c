import { sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { ChipError } from '../errors.ts';
import { childrenOf, oidOf, type Tlv } from '../tlv/index.ts';

/** The hash functions passports are signed and hashed with (ICAO Doc 9303-12 §4.4, and SHA-1 of older ones). */
export type HashName = 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512';

const FUNCTIONS = {
  'SHA-1': sha1,
  'SHA-224': sha224,
  'SHA-256': sha256,
  'SHA-384': sha384,
  'SHA-512': sha512,
};

const BY_OID: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/** The hash value of some octets. */
export function digestOf(hash: HashName, bytes: Uint8Array): Uint8Array {
  return FUNCTIONS[hash](bytes);
}

/** Octets of a hash value. */
export function digestLength(hash: HashName): number {
  return FUNCTIONS[hash].outputLen;
}

/** @throws ChipError `chip/unsupported` for any other object identifier */
export function hashOfOid(oid: string): HashName {
  const hash = BY_OID[oid];
  if (!hash) throw new ChipError('chip/unsupported', `hash function ${oid}`);
  return hash;
}

/** The object identifier of a hash function (NIST CSOR, ISO 10118). */
export function oidOfHash(hash: HashName): string {
  return Object.keys(BY_OID).find((oid) => BY_OID[oid] === hash) as string;
}

/** The hash function an AlgorithmIdentifier names; its parameters mean nothing. @throws ChipError */
export function hashOfAlgorithm(algorithm: Tlv): HashName {
  const [oid] = childrenOf(algorithm);
  if (!oid) throw new ChipError('chip/malformed', 'an empty algorithm identifier');
  return hashOfOid(oidOf(oid));
}
