import { type HashName, type RsaPublicKey, rsaBits } from '../certificates/index.ts';
import { type Curve, curveByName, type EcKeyPair, encodePoint, generateEcKeyPair } from '../ec/index.ts';
import { bytesToNumber, DER, numberToBytes, writeInteger, writeOid, writeTlv } from '../tlv/index.ts';

export interface RsaPrivateKey extends RsaPublicKey {
  readonly privateExponent: bigint;
}

/** A key pair of an invented state, its document signers, or its chips. */
export type IssuingKey =
  | { readonly kind: 'rsa'; readonly rsa: RsaPrivateKey }
  | { readonly kind: 'ec'; readonly curve: Curve; readonly pair: EcKeyPair };

/** A curve's name as in `CURVES`, or RSA with the bits of its modulus. */
export type KeySpec = { readonly curve: string } | { readonly rsaBits: number };

const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';
const PRIME_FIELD = '1.2.840.10045.1.1';

function numberIn(text: string | undefined): bigint {
  return bytesToNumber(new Uint8Array(Buffer.from(text ?? '', 'base64url')));
}

async function generateRsa(bits: number): Promise<RsaPrivateKey> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: bits,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { n, e, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { modulus: numberIn(n), exponent: numberIn(e), privateExponent: numberIn(d) };
}

/** A fresh key pair. @throws ChipError `chip/unsupported` for an unknown curve */
export async function generateKey(spec: KeySpec): Promise<IssuingKey> {
  if ('rsaBits' in spec) return { kind: 'rsa', rsa: await generateRsa(spec.rsaBits) };
  const curve = curveByName(spec.curve);
  return { kind: 'ec', curve, pair: generateEcKeyPair(curve) };
}

/** ECParameters spelled out (RFC 3279 §2.3.5), as most states' certificates have them. */
function explicitParameters(curve: Curve): Uint8Array {
  const element = (value: bigint): Uint8Array =>
    writeTlv(DER.octetString, numberToBytes(value, curve.fieldLength));
  return writeTlv(
    DER.sequence,
    writeInteger(1n),
    writeTlv(DER.sequence, writeOid(PRIME_FIELD), writeInteger(curve.p)),
    writeTlv(DER.sequence, element(curve.a), element(curve.b)),
    writeTlv(DER.octetString, encodePoint(curve.generator)),
    writeInteger(curve.n),
    writeInteger(1n),
  );
}

/** The octets of the public key alone: what key identifiers are hashes of. */
export function publicKeyOctets(key: IssuingKey): Uint8Array {
  if (key.kind === 'ec') return encodePoint(key.pair.publicKey);
  return writeTlv(DER.sequence, writeInteger(key.rsa.modulus), writeInteger(key.rsa.exponent));
}

/** SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). @param explicit spells a curve out in place of naming it */
export function writePublicKeyInfo(key: IssuingKey, explicit = false): Uint8Array {
  const curve = key.kind === 'ec' ? key.curve : null;
  const algorithm = curve
    ? [writeOid(EC), explicit ? explicitParameters(curve) : writeOid(curve.oid)]
    : [writeOid(RSA), writeTlv(DER.null)];
  return writeTlv(
    DER.sequence,
    writeTlv(DER.sequence, ...algorithm),
    writeTlv(DER.bitString, Uint8Array.of(0), publicKeyOctets(key)),
  );
}

/** The hash function that matches a key in strength (Doc 9303-12 §4.4.1). */
export function usualHash(key: IssuingKey): HashName {
  const bits = key.kind === 'ec' ? key.curve.orderLength * 8 : rsaBits(key.rsa) >= 4096 ? 384 : 256;
  if (bits <= 256) return 'SHA-256';
  return bits <= 384 ? 'SHA-384' : 'SHA-512';
}
