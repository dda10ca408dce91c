import { randomBytes } from '@noble/hashes/utils.js';
import { ChipError } from '../errors.ts';
import { bytesToNumber } from '../tlv/index.ts';
import type { Curve, CurvePoint } from './curve.ts';

export interface EcKeyPair {
  readonly privateKey: bigint;
  readonly publicKey: CurvePoint;
}

/** A uniform scalar of 1 to n - 1: 8 octets more than the order are drawn, so the bias is below 2^-64 (FIPS 186-5 §A.2.1). */
export function randomScalar(curve: Curve): bigint {
  return (bytesToNumber(randomBytes(curve.orderLength + 8)) % (curve.n - 1n)) + 1n;
}

/** A fresh key pair over `generator`, the curve's own or a mapped one. */
export function generateEcKeyPair(curve: Curve, generator: CurvePoint = curve.generator): EcKeyPair {
  const privateKey = randomScalar(curve);
  return { privateKey, publicKey: generator.multiply(privateKey) };
}

/**
 * The point both sides of ECDH agree on (TR-03111 §4.3.1).
 * @throws ChipError `chip/protocol` when it is the point at infinity
 */
export function agreeEc(privateKey: bigint, publicKey: CurvePoint): CurvePoint {
  const agreed = publicKey.multiply(privateKey);
  if (agreed.is0()) throw new ChipError('chip/protocol', 'the agreed point is at infinity');
  return agreed;
}
