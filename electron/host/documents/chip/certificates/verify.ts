import { readEcdsaSignature, readPlainSignature, verifyEcdsa } from '../ec/index.ts';
import { understood } from '../errors.ts';
import type { Certificate } from './certificate.ts';
import { digestOf } from './digest.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';
import { verifyPkcs1, verifyPss } from './rsa.ts';
import { readSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts';

/**
 * Whether `signature` over `message` was made with the private half of `key`.
 * @returns false for a signature that is wrong, garbled, or of another kind than the key
 */
export function verifySignature(
  algorithm: SignatureAlgorithm,
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (algorithm.scheme === 'ECDSA') {
    if (key.kind !== 'ec') return false;
    const read = algorithm.encoding === 'der' ? readEcdsaSignature : readPlainSignature;
    const { curve, point } = key;
    const digest = digestOf(algorithm.hash, message);
    return understood(() => verifyEcdsa(curve, point, digest, read(signature))) ?? false;
  }
  if (key.kind !== 'rsa') return false;
  return algorithm.scheme === 'RSA-PKCS1'
    ? verifyPkcs1(algorithm.hash, message, signature, key.rsa)
    : verifyPss(algorithm.hash, algorithm.maskHash, message, signature, key.rsa);
}

/**
 * Whether the certificate was signed with the key of another.
 * @throws ChipError `chip/unsupported` when either algorithm is not known, `chip/malformed` for a key that is none
 */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  const algorithm = readSignatureAlgorithm(certificate.signatureAlgorithm);
  const key = readPublicKey(issuer.publicKeyInfo);
  return verifySignature(algorithm, key, certificate.signed, certificate.signature);
}
