import { childrenOf, hexOf, type Tlv } from '../tlv/index.ts';

/** Longer texts are cut: no passport has them, and a hostile chip could fill the screen. */
const LONGEST = 1000;

/** UTF-8 as Doc 9303-10 §4.7 wants it, else Latin-1, which some states write. Control characters become blanks. */
export function textOf(value: Uint8Array): string {
  const bytes = value.subarray(0, LONGEST);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = Buffer.from(bytes).toString(value.length > LONGEST ? 'utf8' : 'latin1');
  }
  return text.replace(/\p{Cc}/gu, ' ').trim();
}

/** A text of several parts, which `<` divides: addresses, places, numbers. */
export function partsOf(value: Uint8Array): string[] {
  return textOf(value)
    .split('<')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/**
 * A date or time as digits, `CCYYMMDD` or `CCYYMMDDhhmmss`: characters in the standard's text, packed two to an octet
 * in its examples and in most chips. Null for anything else.
 */
export function digitsOf(value: Uint8Array, count: 8 | 14): string | null {
  const digits = value.length === count ? Buffer.from(value).toString('latin1') : hexOf(value);
  return digits.length === count && /^\d+$/.test(digits) ? digits : null;
}

/** The texts of all objects of a tag inside an A0 template, which counts them first. */
export function listIn(template: Tlv | undefined, tag: number): string[] {
  if (!template) return [];
  return childrenOf(template)
    .filter((one) => one.tag === tag)
    .map(({ value }) => textOf(value));
}
