export type Parity = 'even' | 'odd';

/** Fewer bytes than this agree on a parity by chance too often. */
const fewest = 16;

/**
 * Seven data bits and a parity bit, taken for eight data bits: every byte then has the same parity. Text of eight bits
 * has not, nor has what arrives at the wrong speed.
 *
 * @returns the parity all bytes share, or null when they share none or no byte has its eighth bit set
 */
export function sharedParity(bytes: Uint8Array): Parity | null {
  if (bytes.length < fewest || bytes.every((byte) => byte < 0x80)) return null;
  const odd = isOdd(bytes[0]!);
  return bytes.every((byte) => isOdd(byte) === odd) ? (odd ? 'odd' : 'even') : null;
}

export function withoutParity(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte & 0x7f);
}

/** The byte a sender of seven bits puts on the line. */
export function withParity(bytes: Uint8Array, parity: Parity): Uint8Array {
  return bytes.map((byte) => (isOdd(byte & 0x7f) === (parity === 'odd') ? byte & 0x7f : byte | 0x80));
}

function isOdd(byte: number): boolean {
  let folded = byte ^ (byte >> 4);
  folded ^= folded >> 2;
  folded ^= folded >> 1;
  return (folded & 1) === 1;
}
