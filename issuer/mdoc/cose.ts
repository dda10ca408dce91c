import type { JWK } from 'jose';
import type { SigningKey } from '../keys/index.ts';
import { type CborValue, toCbor } from './cbor.ts';

/** COSE header labels and algorithms (RFC 9052 §3.1, RFC 9053 §2.1, RFC 9360). */
const HEADER = { alg: 1, kid: 4, x5chain: 33, type: 16 };
const ES256 = -7;

/** The COSE_Key of an EC P-256 public key (RFC 9053 §7.1.1). */
export function coseKey(jwk: JWK): ReadonlyMap<number, CborValue> {
  const coordinate = (value: string) => new Uint8Array(Buffer.from(value, 'base64url'));
  return new Map<number, CborValue>([
    [1, 2],
    [-1, 1],
    [-2, coordinate(jwk.x!)],
    [-3, coordinate(jwk.y!)],
  ]);
}

/**
 * COSE_Sign1 (RFC 9052 §4.2), untagged, by the issuer's key with its certificates as x5chain: one byte string when it is
 * one certificate, else an array, leaf first.
 * @param type the `typ` of RFC 9596, in the protected header, where there is one
 */
export async function coseSign1(
  payload: Uint8Array,
  key: Pick<SigningKey, 'sign' | 'x5c'>,
  type?: string,
): Promise<CborValue[]> {
  const protectedHeader = new Map<number, CborValue>([[HEADER.alg, ES256]]);
  if (type !== undefined) protectedHeader.set(HEADER.type, type);
  const header = toCbor(protectedHeader);
  const chain = key.x5c.map((der) => new Uint8Array(Buffer.from(der, 'base64')));
  const signature = await key.sign(toCbor(['Signature1', header, new Uint8Array(0), payload]));
  return [
    header,
    new Map<number, CborValue>([[HEADER.x5chain, chain.length === 1 ? chain[0]! : chain]]),
    payload,
    signature,
  ];
}
