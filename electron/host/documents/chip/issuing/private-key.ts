import { curveByOid, encodePoint } from '../ec/index.ts';
import { ChipError } from '../errors.ts';
import {
  bytesToNumber,
  childrenOf,
  DER,
  integerOf,
  numberToBytes,
  octetStringOf,
  oidOf,
  readTlv,
  writeInteger,
  writeOid,
  writeTlv,
} from '../tlv/index.ts';
import type { IssuingKey } from './keys.ts';

const EC = '1.2.840.10045.2.1';
const PUBLIC_KEY = 0xa1;

/**
 * A private key on a curve as PKCS #8 (RFC 5958 §2 with RFC 5915 §3).
 * @throws ChipError `chip/unsupported` for RSA
 */
export function writePrivateKey(key: IssuingKey): Uint8Array {
  if (key.kind !== 'ec') throw new ChipError('chip/unsupported', 'only keys on curves are kept');
  const { curve, pair } = key;
  const point = writeTlv(DER.bitString, Uint8Array.of(0), encodePoint(pair.publicKey));
  const inner = writeTlv(
    DER.sequence,
    writeInteger(1n),
    writeTlv(DER.octetString, numberToBytes(pair.privateKey, curve.orderLength)),
    writeTlv(PUBLIC_KEY, point),
  );
  return writeTlv(
    DER.sequence,
    writeInteger(0n),
    writeTlv(DER.sequence, writeOid(EC), writeOid(curve.oid)),
    writeTlv(DER.octetString, inner),
  );
}

/**
 * Reads a private key on a named curve from PKCS #8.
 * @throws ChipError `chip/malformed`; `chip/unsupported` for other algorithms and curves
 */
export function readPrivateKey(der: Uint8Array): IssuingKey {
  const [version, algorithm, wrapped] = childrenOf(readTlv(der, DER.sequence));
  if (!version || !algorithm || !wrapped) throw new ChipError('chip/malformed', 'not a private key');
  const [kind, curveId] = childrenOf(algorithm);
  if (!kind || oidOf(kind) !== EC || !curveId) {
    throw new ChipError('chip/unsupported', 'not a private key on a curve');
  }
  const curve = curveByOid(oidOf(curveId));
  const [one, scalar] = childrenOf(readTlv(octetStringOf(wrapped), DER.sequence));
  if (!one || integerOf(one) !== 1n || !scalar) throw new ChipError('chip/malformed', 'not a private key');
  const privateKey = bytesToNumber(octetStringOf(scalar));
  if (privateKey < 1n || privateKey >= curve.n) {
    throw new ChipError('chip/malformed', 'a private key beyond its curve');
  }
  return { kind: 'ec', curve, pair: { privateKey, publicKey: curve.generator.multiply(privateKey) } };
}
