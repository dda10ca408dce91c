import { type HashName, hashOfAlgorithm } from '../certificates/index.ts';
import { ChipError } from '../errors.ts';
import { childrenOf, DER, readTlv, smallIntegerOf, type Tlv } from '../tlv/index.ts';

/** What the state signed about a chip's files (LDSSecurityObject, ICAO Doc 9303-10 §4.6.2.3). */
export interface SecurityObject {
  /** 0, or 1 with the versions of the data structure. */
  readonly version: 0 | 1;
  readonly hash: HashName;
  /** The hash value of each data group, by its number (1 to 16). */
  readonly hashes: ReadonlyMap<number, Uint8Array>;
  /** `0107`, `0108`; null in version 0. */
  readonly ldsVersion: string | null;
  readonly unicodeVersion: string | null;
}

function readHash(tlv: Tlv): readonly [number, Uint8Array] {
  const [number, hash] = childrenOf(tlv);
  if (!number || hash?.tag !== DER.octetString) throw new ChipError('chip/malformed', 'not a hash value');
  const group = smallIntegerOf(number);
  if (group < 1 || group > 16) throw new ChipError('chip/malformed', `a hash of data group ${group}`);
  return [group, hash.value];
}

function readHashes(tlv: Tlv): Map<number, Uint8Array> {
  const hashes = new Map<number, Uint8Array>();
  for (const [group, hash] of childrenOf(tlv).map(readHash)) {
    if (hashes.has(group)) throw new ChipError('chip/malformed', 'two hashes of one data group');
    hashes.set(group, hash);
  }
  if (hashes.size === 0) throw new ChipError('chip/malformed', 'no hash values');
  return hashes;
}

function asciiOf(tlv: Tlv | undefined): string | null {
  return tlv ? Buffer.from(tlv.value.subarray(0, 16)).toString('latin1') : null;
}

/** @throws ChipError `chip/malformed`; `chip/unsupported` for an unknown hash function or version */
export function readSecurityObject(bytes: Uint8Array): SecurityObject {
  const [versionTlv, algorithm, hashes, info] = childrenOf(readTlv(bytes, DER.sequence));
  if (!versionTlv || !algorithm || !hashes) throw new ChipError('chip/malformed', 'not a security object');
  const version = smallIntegerOf(versionTlv);
  if (version !== 0 && version !== 1) {
    throw new ChipError('chip/unsupported', `a security object of version ${version}`);
  }
  const [lds, unicode] = info ? childrenOf(info) : [];
  return {
    version,
    hash: hashOfAlgorithm(algorithm),
    hashes: readHashes(hashes),
    ldsVersion: asciiOf(lds),
    unicodeVersion: asciiOf(unicode),
  };
}
