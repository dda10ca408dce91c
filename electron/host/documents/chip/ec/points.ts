import { ChipError } from '../errors.ts';
import { numberToBytes } from '../tlv/index.ts';
import type { Curve, CurvePoint } from './curve.ts';

/**
 * Reads a point (SEC 1 §2.3.4), uncompressed or compressed, and makes sure that it lies on the curve and is not the
 * point at infinity. The cofactor is 1, so it then also lies in the group.
 * @throws ChipError `chip/malformed`
 */
export function decodePoint(curve: Curve, encoded: Uint8Array): CurvePoint {
  try {
    const point = curve.Point.fromBytes(encoded);
    point.assertValidity();
    return point;
  } catch (cause) {
    throw new ChipError('chip/malformed', `not a point of ${curve.name}`, { cause });
  }
}

/** The uncompressed form: 04, x, y (SEC 1 §2.3.3; TR-03111 §3.2.1). */
export function encodePoint(point: CurvePoint): Uint8Array {
  return point.toBytes(false);
}

/** The x coordinate as field octets (TR-03111 §3.1.3): what ECDH agrees on. */
export function xOctets(curve: Curve, point: CurvePoint): Uint8Array {
  return numberToBytes(point.x, curve.fieldLength);
}
