import { JpegDamage } from './damage.ts';

/** Codes of up to this many bits are looked up at once. */
export const LOOKUP_BITS = 9;
const LONGEST = 16;

/** A table of codes (ITU-T T.81 annex C and §F.2.2.3), made ready for decoding. */
export interface HuffmanTable {
  /** Length times 256 plus symbol, by the next {@link LOOKUP_BITS} bits; 0 for longer codes. */
  readonly lookup: Uint16Array;
  /** Largest code of each length, left-aligned to 16 bits, plus one; 0 where there is none. */
  readonly limit: Int32Array;
  /** What turns a code of each length into the index of its symbol. */
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
}

/**
 * @param counts how many codes there are of 1 to 16 bits
 * @throws JpegDamage when there are more codes than bits can tell apart
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const lookup = new Uint16Array(1 << LOOKUP_BITS);
  const limit = new Int32Array(LONGEST + 2);
  const offset = new Int32Array(LONGEST + 2);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= LONGEST; length += 1) {
    const count = counts[length - 1] ?? 0;
    offset[length] = index - code;
    for (let i = 0; i < count; i += 1, index += 1, code += 1) {
      if (length > LOOKUP_BITS) continue;
      const first = code << (LOOKUP_BITS - length);
      lookup.fill((length << 8) | (symbols[index] ?? 0), first, first + (1 << (LOOKUP_BITS - length)));
    }
    if (code > 1 << length) throw new JpegDamage('more codes than their lengths allow');
    limit[length] = count === 0 ? 0 : code << (LONGEST - length);
    code <<= 1;
  }
  return { lookup, limit, offset, symbols };
}
