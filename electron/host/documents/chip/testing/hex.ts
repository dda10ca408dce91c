import { sha256 } from '@noble/hashes/sha2.js';
import { hexOf } from '../tlv/index.ts';

/** Upper-case digits, as Doc 9303 prints them. */
export function upperHex(bytes: Uint8Array): string {
  return hexOf(bytes).toUpperCase();
}

/** Short digits that stand for any number of octets: what differs is said without printing it. */
export function fingerprint(bytes: Uint8Array | undefined): string {
  return bytes ? `${bytes.length}:${hexOf(sha256(bytes)).slice(0, 16)}` : 'none';
}
