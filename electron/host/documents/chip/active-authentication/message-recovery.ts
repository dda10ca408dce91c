import {
  digestLength,
  digestOf,
  type HashName,
  modPow,
  type RsaPublicKey,
  rsaBits,
} from '../certificates/index.ts';
import { bytesToNumber, concatBytes, equalBytes, numberToBytes } from '../tlv/index.ts';

/** Trailers of ISO/IEC 9796-2 (Doc 9303-11 §6.1.2.2): one octet stands for SHA-1, two name the hash function. */
const IMPLICIT_TRAILER = 0xbc;
const EXPLICIT_TRAILER = 0xcc;
const HASHES: Readonly<Record<number, HashName>> = {
  51: 'SHA-1',
  52: 'SHA-256',
  53: 'SHA-512',
  54: 'SHA-384',
  56: 'SHA-224',
};
/** Header of a message that is recovered in part, without padding bits. */
const HEADER = 0x6a;

/** The parts of a message representative: what was recovered, and the hash over the whole message. */
export interface RecoveredMessage {
  readonly message: Uint8Array;
  readonly digest: Uint8Array;
  readonly hash: HashName;
}

/** Takes a message representative apart; null when it has no form of scheme 1. */
export function readRepresentative(representative: Uint8Array): RecoveredMessage | null {
  const last = representative[representative.length - 1];
  const named = last === EXPLICIT_TRAILER;
  const hash = named
    ? HASHES[representative[representative.length - 2] ?? 0]
    : last === IMPLICIT_TRAILER
      ? 'SHA-1'
      : undefined;
  if (!hash || representative[0] !== HEADER) return null;
  const end = representative.length - (named ? 2 : 1);
  const start = end - digestLength(hash);
  if (start < 1) return null;
  return { message: representative.subarray(1, start), digest: representative.subarray(start, end), hash };
}

/**
 * Verifies a signature of ISO/IEC 9796-2 scheme 1 with message recovery, made either way the standard allows (B.4, where the
 * smaller of s and n - s is sent, and B.6).
 * @param rest the part of the message that is not in the signature: the reader's challenge
 * @returns the hash function, or null when the signature is not good
 */
export function verifyRecovering(
  key: RsaPublicKey,
  signature: Uint8Array,
  rest: Uint8Array,
): HashName | null {
  const value = bytesToNumber(signature);
  if (value >= key.modulus || rsaBits(key) % 8 !== 0) return null;
  const opened = modPow(value, key.exponent, key.modulus);
  // A representative ends in 1100; if this one does not, its complement must.
  const number = opened % 16n === 12n ? opened : key.modulus - opened;
  const recovered = readRepresentative(numberToBytes(number, rsaBits(key) / 8));
  if (!recovered) return null;
  const { message, digest, hash } = recovered;
  return equalBytes(digestOf(hash, concatBytes(message, rest)), digest) ? hash : null;
}

/** Signs as a chip does (B.6): virtual passports. `nonce` fills whatever is left of the modulus. */
export function signRecovering(
  key: RsaPublicKey & { readonly privateExponent: bigint },
  hash: HashName,
  rest: Uint8Array,
  random: (length: number) => Uint8Array,
): Uint8Array {
  const length = rsaBits(key) / 8;
  const code = Object.keys(HASHES).find((one) => HASHES[Number(one)] === hash);
  const trailer =
    hash === 'SHA-1' ? Uint8Array.of(IMPLICIT_TRAILER) : Uint8Array.of(Number(code), EXPLICIT_TRAILER);
  const nonce = random(length - 1 - digestLength(hash) - trailer.length);
  const digest = digestOf(hash, concatBytes(nonce, rest));
  const representative = concatBytes(Uint8Array.of(HEADER), nonce, digest, trailer);
  return numberToBytes(modPow(bytesToNumber(representative), key.privateExponent, key.modulus), length);
}
