import {
  bytesToNumber,
  concatBytes,
  DER,
  equalBytes,
  numberToBytes,
  writeOid,
  writeTlv,
} from '../tlv/index.ts';
import { digestLength, digestOf, type HashName, oidOfHash } from './digest.ts';

export interface RsaPublicKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
}

/** base^exponent mod modulus, for public values only: its time depends on all three. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** Bits of the modulus: what a key's size is called by. */
export function rsaBits(key: RsaPublicKey): number {
  return key.modulus.toString(2).length;
}

/**
 * RSAVP1 (RFC 8017 §5.2.2) as octets of the modulus' length.
 * @returns null when the signature is not a number below the modulus
 */
export function rsaRecover(signature: Uint8Array, key: RsaPublicKey): Uint8Array | null {
  const value = bytesToNumber(signature);
  if (value >= key.modulus) return null;
  return numberToBytes(modPow(value, key.exponent, key.modulus), Math.ceil(rsaBits(key) / 8));
}

/** EMSA-PKCS1-v1_5 without the padding: DigestInfo with, or (RFC 8017 §9.2 note 2) without the NULL parameters. */
export function digestInfo(hash: HashName, digest: Uint8Array, withNull = true): Uint8Array {
  const algorithm = writeTlv(
    DER.sequence,
    writeOid(oidOfHash(hash)),
    ...(withNull ? [writeTlv(DER.null)] : []),
  );
  return writeTlv(DER.sequence, algorithm, writeTlv(DER.octetString, digest));
}

/** The padding of RFC 8017 §9.2 before `info`, or null when the modulus is too short for it. */
export function padPkcs1(info: Uint8Array, length: number): Uint8Array | null {
  const filling = length - info.length - 3;
  if (filling < 8) return null;
  return concatBytes(Uint8Array.of(0, 1), new Uint8Array(filling).fill(0xff), Uint8Array.of(0), info);
}

/** RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2): the expected message is built and compared, nothing is parsed. */
export function verifyPkcs1(
  hash: HashName,
  message: Uint8Array,
  signature: Uint8Array,
  key: RsaPublicKey,
): boolean {
  const recovered = rsaRecover(signature, key);
  if (!recovered) return false;
  const digest = digestOf(hash, message);
  return [true, false].some((withNull) => {
    const expected = padPkcs1(digestInfo(hash, digest, withNull), recovered.length);
    return expected !== null && equalBytes(expected, recovered);
  });
}

/** MGF1 (RFC 8017 §B.2.1). */
export function mgf1(hash: HashName, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let counter = 0; counter * digestLength(hash) < length; counter += 1) {
    blocks.push(digestOf(hash, concatBytes(seed, numberToBytes(BigInt(counter), 4))));
  }
  return concatBytes(...blocks).subarray(0, length);
}

/**
 * RSASSA-PSS (RFC 8017 §8.1.2, §9.1.2). The length of the salt is taken from the signature itself: some issuers'
 * certificates state another than they use, and nothing depends on it.
 */
export function verifyPss(
  hash: HashName,
  maskHash: HashName,
  message: Uint8Array,
  signature: Uint8Array,
  key: RsaPublicKey,
): boolean {
  const recovered = rsaRecover(signature, key);
  if (!recovered) return false;
  const bits = rsaBits(key) - 1;
  const encoded = recovered.subarray(recovered.length - Math.ceil(bits / 8));
  if (encoded.length < recovered.length && recovered[0] !== 0) return false;
  const hashLength = digestLength(hash);
  const dataLength = encoded.length - hashLength - 1;
  if (dataLength < 1 || encoded[encoded.length - 1] !== 0xbc) return false;
  const masked = encoded.subarray(0, dataLength);
  const digest = encoded.subarray(dataLength, dataLength + hashLength);
  const unused = encoded.length * 8 - bits;
  if ((masked[0] as number) >> (8 - unused) !== 0) return false;
  const data = mgf1(maskHash, digest, dataLength).map((octet, i) => octet ^ (masked[i] as number));
  data[0] = (data[0] as number) & (0xff >> unused);
  const separator = data.findIndex((octet) => octet !== 0);
  if (separator < 0 || data[separator] !== 1) return false;
  const salt = data.subarray(separator + 1);
  const expected = digestOf(hash, concatBytes(new Uint8Array(8), digestOf(hash, message), salt));
  return equalBytes(expected, digest);
}
