import { TicketError } from './errors.ts';

/** Bytes that become one group of digits: 256^7 < 10^17, so a QR code's numeric mode wastes 1.2 %. */
const GROUP = 7;
const GROUP_DIGITS = 17;
/** Longer texts are no tickets, and are not worked on. */
const LONGEST = 4000;

const digitsFor = (bytes: number) => (bytes === GROUP ? GROUP_DIGITS : Math.ceil(bytes * 8 * Math.log10(2)));
const bytesOf = new Map(Array.from({ length: GROUP }, (_, k) => [digitsFor(k + 1), k + 1]));

/**
 * Bytes as decimal digits, which a QR code stores in its numeric mode (ISO/IEC 18004 §7.4.3) and a URL takes as they
 * are. Seven bytes become seventeen digits, as SMART Health Cards do with letters.
 */
export function toDigits(bytes: Uint8Array): string {
  let digits = '';
  for (let at = 0; at < bytes.length; at += GROUP) {
    const group = bytes.subarray(at, at + GROUP);
    const value = group.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    digits += value.toString().padStart(digitsFor(group.length), '0');
  }
  return digits;
}

/** The bytes of {@link toDigits}. @throws TicketError `ticket/malformed` */
export function fromDigits(text: string): Uint8Array {
  if (!/^\d+$/.test(text) || text.length > LONGEST) throw malformed();
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += GROUP_DIGITS) {
    const group = text.slice(at, at + GROUP_DIGITS);
    const length = bytesOf.get(group.length);
    if (length === undefined) throw malformed();
    const value = BigInt(group);
    if (value >> BigInt(8 * length)) throw malformed();
    for (let k = length - 1; k >= 0; k -= 1) bytes.push(Number((value >> BigInt(8 * k)) & 0xffn));
  }
  return Uint8Array.from(bytes);
}

const malformed = () => new TicketError('ticket/malformed', 'this is no ticket');
