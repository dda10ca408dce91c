import { randomBytes } from '@noble/hashes/utils.js';
import {
  digestInfo,
  digestLength,
  digestOf,
  type HashName,
  mgf1,
  modPow,
  oidOfHash,
  padPkcs1,
  rsaBits,
  type SignatureAlgorithm,
} from '../certificates/index.ts';
import { signEcdsa, writeEcdsaSignature, writePlainSignature } from '../ec/index.ts';
import { ChipError } from '../errors.ts';
import {
  bytesToNumber,
  concatBytes,
  DER,
  numberToBytes,
  writeInteger,
  writeOid,
  writeTlv,
} from '../tlv/index.ts';
import { type IssuingKey, type RsaPrivateKey, usualHash } from './keys.ts';

const ECDSA_WITH: Readonly<Record<HashName, string>> = {
  'SHA-1': '1.2.840.10045.4.1',
  'SHA-224': '1.2.840.10045.4.3.1',
  'SHA-256': '1.2.840.10045.4.3.2',
  'SHA-384': '1.2.840.10045.4.3.3',
  'SHA-512': '1.2.840.10045.4.3.4',
};
const PLAIN_WITH: Readonly<Record<HashName, string>> = {
  'SHA-1': '0.4.0.127.0.7.1.1.4.1.1',
  'SHA-224': '0.4.0.127.0.7.1.1.4.1.2',
  'SHA-256': '0.4.0.127.0.7.1.1.4.1.3',
  'SHA-384': '0.4.0.127.0.7.1.1.4.1.4',
  'SHA-512': '0.4.0.127.0.7.1.1.4.1.5',
};
const RSA_WITH: Readonly<Record<HashName, string>> = {
  'SHA-1': '1.2.840.113549.1.1.5',
  'SHA-224': '1.2.840.113549.1.1.14',
  'SHA-256': '1.2.840.113549.1.1.11',
  'SHA-384': '1.2.840.113549.1.1.12',
  'SHA-512': '1.2.840.113549.1.1.13',
};
const RSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';

/** AlgorithmIdentifier of a hash function. */
export function writeHashAlgorithm(hash: HashName): Uint8Array {
  return writeTlv(DER.sequence, writeOid(oidOfHash(hash)), writeTlv(DER.null));
}

/** AlgorithmIdentifier of a signature; RSASSA-PSS with a salt as long as its hash value. */
export function writeSignatureAlgorithm(algorithm: SignatureAlgorithm): Uint8Array {
  const { scheme, hash } = algorithm;
  if (scheme === 'ECDSA') {
    const oid = (algorithm.encoding === 'plain' ? PLAIN_WITH : ECDSA_WITH)[hash];
    return writeTlv(DER.sequence, writeOid(oid));
  }
  if (scheme === 'RSA-PKCS1') return writeTlv(DER.sequence, writeOid(RSA_WITH[hash]), writeTlv(DER.null));
  const mask = writeTlv(DER.sequence, writeOid(MGF1), writeHashAlgorithm(algorithm.maskHash));
  const parameters = writeTlv(
    DER.sequence,
    writeTlv(0xa0, writeHashAlgorithm(hash)),
    writeTlv(0xa1, mask),
    writeTlv(0xa2, writeInteger(BigInt(digestLength(hash)))),
  );
  return writeTlv(DER.sequence, writeOid(RSA_PSS), parameters);
}

function rsaSign(encoded: Uint8Array, key: RsaPrivateKey): Uint8Array {
  const signature = modPow(bytesToNumber(encoded), key.privateExponent, key.modulus);
  return numberToBytes(signature, Math.ceil(rsaBits(key) / 8));
}

/** EMSA-PSS-ENCODE (RFC 8017 §9.1.1) with a salt as long as the hash value. */
function encodePss(hash: HashName, maskHash: HashName, message: Uint8Array, bits: number): Uint8Array {
  const length = Math.ceil(bits / 8);
  const salt = randomBytes(digestLength(hash));
  const digest = digestOf(hash, concatBytes(new Uint8Array(8), digestOf(hash, message), salt));
  const dataLength = length - digest.length - 1;
  const zeros = new Uint8Array(dataLength - salt.length - 1);
  const data = concatBytes(zeros, Uint8Array.of(1), salt);
  const mask = mgf1(maskHash, digest, dataLength);
  const masked = data.map((octet, at) => octet ^ (mask[at] as number));
  masked[0] = (masked[0] as number) & (0xff >> (length * 8 - bits));
  return concatBytes(masked, digest, Uint8Array.of(0xbc));
}

/** What a key signs with when nothing else is asked: ECDSA, or RSASSA-PKCS1-v1_5, and a hash that matches. */
export function usualAlgorithm(key: IssuingKey): SignatureAlgorithm {
  const hash = usualHash(key);
  return key.kind === 'ec' ? { scheme: 'ECDSA', hash, encoding: 'der' } : { scheme: 'RSA-PKCS1', hash };
}

/** Signs a message. @throws ChipError `chip/unsupported` when key and algorithm do not belong together */
export function sign(algorithm: SignatureAlgorithm, key: IssuingKey, message: Uint8Array): Uint8Array {
  if (algorithm.scheme === 'ECDSA' && key.kind === 'ec') {
    const signature = signEcdsa(key.curve, key.pair.privateKey, digestOf(algorithm.hash, message));
    return algorithm.encoding === 'der'
      ? writeEcdsaSignature(signature)
      : writePlainSignature(key.curve, signature);
  }
  if (algorithm.scheme === 'ECDSA' || key.kind === 'ec') {
    throw new ChipError('chip/unsupported', 'this key cannot sign so');
  }
  const bits = rsaBits(key.rsa);
  if (algorithm.scheme === 'RSA-PSS') {
    return rsaSign(encodePss(algorithm.hash, algorithm.maskHash, message, bits - 1), key.rsa);
  }
  const info = digestInfo(algorithm.hash, digestOf(algorithm.hash, message));
  const padded = padPkcs1(info, Math.ceil(bits / 8));
  if (!padded) throw new ChipError('chip/unsupported', 'the modulus is too short');
  return rsaSign(padded, key.rsa);
}
