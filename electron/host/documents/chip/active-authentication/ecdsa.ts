import { digestLength, digestOf, type HashName } from '../certificates/index.ts';
import {
  type Curve,
  type CurvePoint,
  type EcdsaSignature,
  readEcdsaSignature,
  readPlainSignature,
  verifyEcdsa,
} from '../ec/index.ts';
import { understood } from '../errors.ts';

/** Signature algorithms a chip can name in DG14 (TR-03111 §5.2.1; RFC 5758 §3.2 for those that name X9.62 instead). */
const ALGORITHMS: Readonly<Record<string, HashName>> = {
  '0.4.0.127.0.7.1.1.4.1.1': 'SHA-1',
  '0.4.0.127.0.7.1.1.4.1.2': 'SHA-224',
  '0.4.0.127.0.7.1.1.4.1.3': 'SHA-256',
  '0.4.0.127.0.7.1.1.4.1.4': 'SHA-384',
  '0.4.0.127.0.7.1.1.4.1.5': 'SHA-512',
  '1.2.840.10045.4.1': 'SHA-1',
  '1.2.840.10045.4.3.1': 'SHA-224',
  '1.2.840.10045.4.3.2': 'SHA-256',
  '1.2.840.10045.4.3.3': 'SHA-384',
  '1.2.840.10045.4.3.4': 'SHA-512',
};
const WITHOUT_A_WORD: readonly HashName[] = ['SHA-256', 'SHA-224', 'SHA-384', 'SHA-512'];

function signaturesIn(curve: Curve, signature: Uint8Array): EcdsaSignature[] {
  // The standard has the plain form; some chips answer in the form of certificates.
  return [readPlainSignature, readEcdsaSignature]
    .flatMap((read) => understood(() => read(signature)) ?? [])
    .filter(({ r, s }) => r < curve.n && s < curve.n);
}

/**
 * Verifies the signature of an EC key over the reader's challenge (Doc 9303-11 §6.1.2.3).
 * @param algorithm what DG14 names; where it names nothing, every hash function that is not longer than the key is tried
 * @returns the hash function, or null when the signature is not good
 */
export function verifyChallenge(
  key: { readonly curve: Curve; readonly point: CurvePoint },
  challenge: Uint8Array,
  signature: Uint8Array,
  algorithm: string | null,
): HashName | null {
  const named = algorithm === null ? undefined : ALGORITHMS[algorithm];
  const hashes = named
    ? [named]
    : WITHOUT_A_WORD.filter((hash) => digestLength(hash) <= key.curve.orderLength);
  for (const hash of hashes) {
    const digest = digestOf(hash, challenge);
    for (const one of signaturesIn(key.curve, signature)) {
      if (verifyEcdsa(key.curve, key.point, digest, one)) return hash;
    }
  }
  return null;
}
