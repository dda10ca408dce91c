import type { HashName } from '../certificates/index.ts';
import type { CipherSuite } from '../crypto/index.ts';
import { writePublicKeyInfo } from '../issuing/index.ts';
import type { PaceAlgorithm } from '../pace/index.ts';
import { concatBytes, DER, writeInteger, writeOid, writeTlv } from '../tlv/index.ts';
import type { ChipKeyPair } from './personality.ts';

const BSI = '0.4.0.127.0.7';
const CIPHER_ARCS = { '3DES': 1, 'AES-128': 2, 'AES-192': 3, 'AES-256': 4 } as const;
const HASH_ARCS = { 'SHA-1': 1, 'SHA-224': 2, 'SHA-256': 3, 'SHA-384': 4, 'SHA-512': 5 } as const;

function keyIdOf(keyId: bigint | null): Uint8Array[] {
  return keyId === null ? [] : [writeInteger(keyId)];
}

/** PACEInfo (Doc 9303-11 §9.2.1). */
export function writePaceInfo({ oid, parameterId }: PaceAlgorithm): Uint8Array {
  return writeTlv(DER.sequence, writeOid(oid), writeInteger(2n), writeInteger(BigInt(parameterId)));
}

/** ChipAuthenticationInfo (§9.2.5). */
export function writeChipAuthenticationInfo(
  suite: CipherSuite,
  key: ChipKeyPair,
  keyId: bigint | null,
): Uint8Array {
  const oid = `${BSI}.2.2.3.${key.kind === 'dh' ? 1 : 2}.${CIPHER_ARCS[suite.name]}`;
  return writeTlv(DER.sequence, writeOid(oid), writeInteger(1n), ...keyIdOf(keyId));
}

function dhPublicKeyInfo({ group, pair }: Extract<ChipKeyPair, { kind: 'dh' }>): Uint8Array {
  const parameters = [group.p, group.g, ...(group.q === null ? [] : [group.q])].map(writeInteger);
  const algorithm = writeTlv(
    DER.sequence,
    writeOid('1.2.840.10046.2.1'),
    writeTlv(DER.sequence, ...parameters),
  );
  const value = writeInteger(pair.publicKey);
  return writeTlv(DER.sequence, algorithm, writeTlv(DER.bitString, concatBytes(Uint8Array.of(0), value)));
}

/** ChipAuthenticationPublicKeyInfo (§9.2.6), the curve spelled out as the standard wants it. */
export function writeChipAuthenticationKeyInfo(key: ChipKeyPair, keyId: bigint | null): Uint8Array {
  const info = key.kind === 'ec' ? writePublicKeyInfo(key, true) : dhPublicKeyInfo(key);
  const oid = `${BSI}.2.2.1.${key.kind === 'dh' ? 1 : 2}`;
  return writeTlv(DER.sequence, writeOid(oid), info, ...keyIdOf(keyId));
}

/** ActiveAuthenticationInfo (§9.2.4). */
export function writeActiveAuthenticationInfo(hash: HashName): Uint8Array {
  const algorithm = writeOid(`${BSI}.1.1.4.1.${HASH_ARCS[hash]}`);
  return writeTlv(DER.sequence, writeOid('2.23.136.1.1.5'), writeInteger(1n), algorithm);
}
