import { type Curve, type CurvePoint, decodePoint, readEcParameters } from '../ec/index.ts';
import { ChipError } from '../errors.ts';
import { bitStringOf, bytesToNumber, childrenOf, DER, oidOf, readTlv, type Tlv } from '../tlv/index.ts';
import { type RsaPublicKey, rsaBits } from './rsa.ts';

export type PublicKey =
  | { readonly kind: 'rsa'; readonly rsa: RsaPublicKey }
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: CurvePoint };

const RSA = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const EC = '1.2.840.10045.2.1';

/** A longer modulus would only cost time: no state uses more than 6144 bits, and a hostile chip could send any. */
const MOST_RSA_BITS = 8192;
const FEWEST_RSA_BITS = 1024;
const MOST_EXPONENT_BITS = 64n;

function readRsa(key: Uint8Array): RsaPublicKey {
  const [modulusTlv, exponentTlv] = childrenOf(readTlv(key, DER.sequence));
  if (modulusTlv?.tag !== DER.integer || exponentTlv?.tag !== DER.integer) {
    throw new ChipError('chip/malformed', 'not an RSA key');
  }
  if (modulusTlv.value.length > MOST_RSA_BITS / 8 + 1 || exponentTlv.value.length > 16) {
    throw new ChipError('chip/unsupported', 'an RSA key beyond 8192 bits');
  }
  // Unsigned, for some encoders forget the leading zero.
  const rsa = { modulus: bytesToNumber(modulusTlv.value), exponent: bytesToNumber(exponentTlv.value) };
  const bits = rsaBits(rsa);
  if (bits < FEWEST_RSA_BITS || bits > MOST_RSA_BITS) {
    throw new ChipError('chip/unsupported', `an RSA key of ${bits} bits`);
  }
  if (rsa.exponent < 3n || rsa.exponent >> MOST_EXPONENT_BITS !== 0n || rsa.exponent % 2n === 0n) {
    throw new ChipError('chip/unsupported', 'an unusual RSA exponent');
  }
  if (rsa.modulus % 2n === 0n) throw new ChipError('chip/malformed', 'an even RSA modulus');
  return rsa;
}

/**
 * Reads a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7): RSA, RSASSA-PSS, and EC over every known curve, named or spelled
 * out.
 * @throws ChipError `chip/malformed`; `chip/unsupported` for other algorithms, curves and sizes
 */
export function readPublicKey(info: Uint8Array | Tlv): PublicKey {
  const [algorithm, bits] = childrenOf(info instanceof Uint8Array ? readTlv(info, DER.sequence) : info);
  if (!algorithm || !bits) throw new ChipError('chip/malformed', 'not a public key');
  const [oid, parameters] = childrenOf(algorithm);
  if (!oid) throw new ChipError('chip/malformed', 'a public key without an algorithm');
  const name = oidOf(oid);
  const key = bitStringOf(bits);
  if (name === RSA || name === RSA_PSS) return { kind: 'rsa', rsa: readRsa(key) };
  if (name !== EC) throw new ChipError('chip/unsupported', `public key algorithm ${name}`);
  if (!parameters) throw new ChipError('chip/malformed', 'an EC key without its curve');
  const curve = readEcParameters(parameters);
  return { kind: 'ec', curve, point: decodePoint(curve, key) };
}

/** What the key is called: `RSA 4096`, `brainpoolP384r1`. */
export function describePublicKey(key: PublicKey): string {
  return key.kind === 'rsa' ? `RSA ${rsaBits(key.rsa)}` : key.curve.name;
}
