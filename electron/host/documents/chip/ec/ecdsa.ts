import { ChipError } from '../errors.ts';
import {
  bytesToNumber,
  childrenOf,
  concatBytes,
  DER,
  integerOf,
  numberToBytes,
  readTlv,
  writeInteger,
  writeTlv,
} from '../tlv/index.ts';
import type { Curve, CurvePoint } from './curve.ts';
import { randomScalar } from './keys.ts';

export interface EcdsaSignature {
  readonly r: bigint;
  readonly s: bigint;
}

/** Ecdsa-Sig-Value (RFC 3279 §2.2.3): certificates and signed data. @throws ChipError `chip/malformed` */
export function readEcdsaSignature(der: Uint8Array): EcdsaSignature {
  const [r, s, ...rest] = childrenOf(readTlv(der, DER.sequence));
  if (!r || !s || rest.length > 0) throw new ChipError('chip/malformed', 'not an ECDSA signature');
  return { r: integerOf(r), s: integerOf(s) };
}

/** r and s of one length side by side (TR-03111 §5.2.1): active authentication. @throws ChipError `chip/malformed` */
export function readPlainSignature(plain: Uint8Array): EcdsaSignature {
  if (plain.length === 0 || plain.length % 2 !== 0) {
    throw new ChipError('chip/malformed', 'not a plain signature');
  }
  const half = plain.length / 2;
  return { r: bytesToNumber(plain.subarray(0, half)), s: bytesToNumber(plain.subarray(half)) };
}

export function writeEcdsaSignature({ r, s }: EcdsaSignature): Uint8Array {
  return writeTlv(DER.sequence, writeInteger(r), writeInteger(s));
}

export function writePlainSignature(curve: Curve, { r, s }: EcdsaSignature): Uint8Array {
  return concatBytes(numberToBytes(r, curve.orderLength), numberToBytes(s, curve.orderLength));
}

/** The leftmost bits of the digest, as many as the order has (FIPS 186-5 §6.4.1 step 2). */
function leftmost(curve: Curve, digest: Uint8Array): bigint {
  const excess = digest.length * 8 - curve.n.toString(2).length;
  const value = bytesToNumber(digest);
  return excess > 0 ? value >> BigInt(excess) : value;
}

function inverse(curve: Curve, value: bigint): bigint {
  return curve.Point.Fn.inv(value);
}

/**
 * Verifies a signature over a digest of any length (FIPS 186-5 §6.4.2). High and low `s` are both good: states sign so.
 * @returns false for anything but a good signature; never throws
 */
export function verifyEcdsa(
  curve: Curve,
  publicKey: CurvePoint,
  digest: Uint8Array,
  { r, s }: EcdsaSignature,
): boolean {
  if (r < 1n || r >= curve.n || s < 1n || s >= curve.n) return false;
  const w = inverse(curve, s);
  const u1 = (leftmost(curve, digest) * w) % curve.n;
  const u2 = (r * w) % curve.n;
  const sum = curve.generator.mulAddUnsafe(u1, publicKey, u2);
  return !sum.is0() && sum.x % curve.n === r;
}

/** Signs a digest under a random nonce (FIPS 186-5 §6.4.1): virtual passports and their states. */
export function signEcdsa(curve: Curve, privateKey: bigint, digest: Uint8Array): EcdsaSignature {
  for (;;) {
    const k = randomScalar(curve);
    const r = curve.generator.multiply(k).x % curve.n;
    const s = (inverse(curve, k) * (leftmost(curve, digest) + r * privateKey)) % curve.n;
    if (r !== 0n && s !== 0n) return { r, s };
  }
}
