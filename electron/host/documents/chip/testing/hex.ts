import { hexOf } from '../tlv/index.ts';

/** Upper-case digits, as Doc 9303 prints them. */
export function upperHex(bytes: Uint8Array): string {
  return hexOf(bytes).toUpperCase();
}
