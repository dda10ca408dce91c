import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { RandomSource } from './types.ts';

export function sha256(value: string): Buffer {
  return createHash('sha256').update(value, 'utf8').digest();
}

export function randomToken(random: RandomSource, bytes: number): string {
  return Buffer.from(random(bytes)).toString('base64url');
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `proofdesk issuer ${purpose}`, 32));
}

/**
 * The pre-authorized code follows from the offer's handle (the last part of its URL), so neither needs to be stored:
 * whoever fetches the offer brings what is needed to answer.
 */
export function codeOfHandle(handle: string): string {
  return derive(handle, 'pre-authorized code').toString('base64url');
}

/** The key of the sealed claims, from the pre-authorized code or, once that is redeemed, from the access token. */
export function claimsKey(secret: string): Buffer {
  return derive(secret, 'claims');
}

/**
 * A keyed hash of the transaction code. Its key follows from the pre-authorized code, which is not stored, so a few
 * digits cannot be guessed from a copy of the database however fast the hash is.
 */
export function txCodeHash(code: string, txCode: string): Buffer {
  return createHmac('sha256', derive(code, 'transaction code')).update(txCode, 'utf8').digest();
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

/** Characters of an alphabet of at most 256, each equally likely. */
export function randomFrom(alphabet: string, length: number, random: RandomSource): string {
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    const byte = random(1)[0]!;
    if (byte < fair) text += alphabet[byte % alphabet.length];
  }
  return text;
}
