import { ChipError } from '../errors.ts';
import { bytesToNumber, childrenOf, DER, integerOf, oidOf, type Tlv } from '../tlv/index.ts';
import { CURVES, type Curve, curveByOid } from './curve.ts';
import { decodePoint } from './points.ts';

const PRIME_FIELD = '1.2.840.10045.1.1';

/**
 * Reads ECParameters (RFC 3279 §2.3.5, RFC 5480 §2.1.1): a curve by name, or spelled out. Spelled-out parameters are
 * taken for the known curve they equal in every value, generator and order included; an own generator would let anyone
 * compute a "signature" for any key (CVE-2020-0601).
 * @throws ChipError `chip/unsupported` for any other curve; `chip/malformed`
 */
export function readEcParameters(parameters: Tlv): Curve {
  if (parameters.tag === DER.oid) return curveByOid(oidOf(parameters));
  if (parameters.tag !== DER.sequence) throw new ChipError('chip/unsupported', 'a curve that is implied');
  const [version, field, coefficients, base, order, cofactor] = childrenOf(parameters);
  if (!version || !field || !coefficients || !base || !order) throw malformed();
  const [fieldType, prime] = childrenOf(field);
  if (!fieldType || !prime) throw malformed();
  if (oidOf(fieldType) !== PRIME_FIELD)
    throw new ChipError('chip/unsupported', 'not a curve over a prime field');
  const [a, b] = childrenOf(coefficients);
  if (!a || !b) throw malformed();
  const p = integerOf(prime);
  const n = integerOf(order);
  const curve = CURVES.find((one) => one.p === p && one.n === n);
  if (
    curve === undefined ||
    numberOf(a) % p !== curve.a ||
    numberOf(b) % p !== curve.b ||
    (cofactor?.tag === DER.integer && integerOf(cofactor) !== 1n) ||
    !decodePoint(curve, octetsOf(base)).equals(curve.generator)
  ) {
    throw new ChipError('chip/unsupported', 'spelled-out parameters of no known curve');
  }
  return curve;
}

function octetsOf(tlv: Tlv): Uint8Array {
  if (tlv.tag !== DER.octetString) throw malformed();
  return tlv.value;
}

function numberOf(tlv: Tlv): bigint {
  return bytesToNumber(octetsOf(tlv));
}

function malformed(): ChipError {
  return new ChipError('chip/malformed', 'not the parameters of a curve');
}
