import {
  type WeierstrassPoint,
  type WeierstrassPointCons,
  weierstrass,
} from '@noble/curves/abstract/weierstrass.js';
import { ChipError } from '../errors.ts';
import { BRAINPOOL } from './brainpool.ts';
import { NIST } from './nist.ts';

/** y² = x³ + ax + b over the field of p, with a generator (Gx, Gy) of prime order n; the cofactor is 1 throughout. */
export interface CurveParameters {
  readonly name: string;
  readonly oid: string;
  /** Standardized domain parameters, Doc 9303-11 §9.5.1, table 5 (TR-03110-3 table 4). */
  readonly standardId: number;
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly Gx: bigint;
  readonly Gy: bigint;
  readonly n: bigint;
}

/** A point on one of the curves, never validated by its type alone: decode with {@link decodePoint}. */
export type CurvePoint = WeierstrassPoint<bigint>;

/** A known curve with its arithmetic. Curves are compared by identity: there is one object for each. */
export interface Curve extends CurveParameters {
  /** Octets of a field element. */
  readonly fieldLength: number;
  /** Octets of a scalar. */
  readonly orderLength: number;
  readonly generator: CurvePoint;
  /** The arithmetic itself. */
  readonly Point: WeierstrassPointCons<bigint>;
}

function octets(value: bigint): number {
  return Math.ceil(value.toString(16).length / 2);
}

class KnownCurve implements Curve {
  readonly name: string;
  readonly oid: string;
  readonly standardId: number;
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly Gx: bigint;
  readonly Gy: bigint;
  readonly n: bigint;
  readonly fieldLength: number;
  readonly orderLength: number;
  #point: WeierstrassPointCons<bigint> | undefined;

  constructor(parameters: CurveParameters) {
    this.name = parameters.name;
    this.oid = parameters.oid;
    this.standardId = parameters.standardId;
    this.p = parameters.p;
    this.a = parameters.a;
    this.b = parameters.b;
    this.Gx = parameters.Gx;
    this.Gy = parameters.Gy;
    this.n = parameters.n;
    this.fieldLength = octets(parameters.p);
    this.orderLength = octets(parameters.n);
  }

  // Built when first used: a station meets two or three of the eleven.
  get Point(): WeierstrassPointCons<bigint> {
    const { p, a, b, Gx, Gy, n } = this;
    this.#point ??= weierstrass({ p, a, b, Gx, Gy, n, h: 1n });
    return this.#point;
  }

  get generator(): CurvePoint {
    return this.Point.BASE;
  }
}

/** Every curve this reader knows. */
export const CURVES: readonly Curve[] = [...BRAINPOOL, ...NIST].map((known) => new KnownCurve(known));

/** @throws ChipError `chip/unsupported` */
export function curveByOid(oid: string): Curve {
  const curve = CURVES.find((one) => one.oid === oid);
  if (!curve) throw new ChipError('chip/unsupported', `unknown curve ${oid}`);
  return curve;
}

/** @throws ChipError `chip/unsupported` */
export function curveByName(name: string): Curve {
  const curve = CURVES.find((one) => one.name === name);
  if (!curve) throw new ChipError('chip/unsupported', `unknown curve ${name}`);
  return curve;
}

/**
 * The curve behind a standardized domain parameter id of PACE or chip authentication (8 to 18).
 * @throws ChipError `chip/unsupported`
 */
export function curveByStandardId(id: number): Curve {
  const curve = CURVES.find((one) => one.standardId === id);
  if (!curve) throw new ChipError('chip/unsupported', `no curve has the standard parameter id ${id}`);
  return curve;
}
