import { modPow } from '../certificates/index.ts';
import {
  agreeEc,
  type Curve,
  type CurvePoint,
  decodePoint,
  encodePoint,
  randomScalar,
  xOctets,
} from '../ec/index.ts';
import { ChipError } from '../errors.ts';
import type { PaceGroup } from './group.ts';

/**
 * Maps a field element to a point (Doc 9303-11 appendix B.2; Brier, Coron, Icart, Madore, Randriam, Tibouchi 2010).
 * The curve's p must be 3 modulo 4.
 */
export function encodeToCurve(curve: Curve, t: bigint): CurvePoint {
  const { p, a, b } = curve;
  const mod = (value: bigint) => ((value % p) + p) % p;
  const inverse = (value: bigint) => modPow(value, p - 2n, p);
  const alpha = mod(-t * t);
  const sum = mod(alpha + alpha * alpha);
  if (sum === 0n) throw new ChipError('chip/protocol', 'a nonce that maps to no point');
  // 1 + 1/(alpha + alpha^2) and -b/a in one fraction.
  const x2 = mod(-b * (1n + sum) * inverse(mod(a * sum)));
  const x3 = mod(alpha * x2);
  const h2 = mod(x2 * x2 * x2 + a * x2 + b);
  const u = mod(t * t * t * h2);
  const root = modPow(h2, p - 1n - (p + 1n) / 4n, p);
  const square = mod(root * root * h2) === 1n;
  const point = square ? { x: x2, y: mod(root * h2) } : { x: x3, y: mod(root * u) };
  return curve.Point.fromAffine(point);
}

/** PACE on an elliptic curve of cofactor 1. */
export function ecPaceGroup(curve: Curve): PaceGroup<CurvePoint> {
  const notInfinity = (point: CurvePoint): CurvePoint => {
    if (point.is0()) throw new ChipError('chip/protocol', 'a mapped generator at infinity');
    return point;
  };
  return {
    generator: curve.generator,
    modulus: curve.p,
    modulusBits: curve.p.toString(2).length,
    publicValueTag: 0x86,
    randomPrivateKey: () => randomScalar(curve),
    publicKey: (privateKey, generator) => generator.multiply(privateKey),
    agree: agreeEc,
    decode(octets) {
      if (octets[0] !== 4) throw new ChipError('chip/malformed', 'a point that is not uncompressed');
      return decodePoint(curve, octets);
    },
    encode: encodePoint,
    secret: (point) => xOctets(curve, point),
    mapGeneric(nonce, agreed) {
      const scalar = nonce % curve.n;
      return notInfinity(scalar === 0n ? agreed : curve.generator.multiply(scalar).add(agreed));
    },
    mapIntegrated: (residue) => notInfinity(encodeToCurve(curve, residue)),
  };
}
