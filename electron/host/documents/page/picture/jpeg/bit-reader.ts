import { JpegDamage } from './damage.ts';
import { type HuffmanTable, LOOKUP_BITS } from './huffman.ts';

const MARKER = 0xff;

/** Reads the entropy coded data of a scan (ITU-T T.81 §F.2.2) up to the marker that ends it. */
export class BitReader {
  /** Where the next byte is taken from. */
  position: number;
  readonly #data: Uint8Array;
  /** Bits not used yet, left-aligned. */
  #bits = 0;
  #count = 0;
  /** Bits made up behind the end: none of them may be used. */
  #padding = 0;

  constructor(data: Uint8Array, position: number) {
    this.#data = data;
    this.position = position;
  }

  /** At least 25 bits. */
  #fill(): void {
    while (this.#count <= 24) {
      const byte = this.#next();
      this.#bits |= byte << (24 - this.#count);
      this.#count += 8;
    }
  }

  #next(): number {
    const data = this.#data;
    const byte = data[this.position];
    if (byte === undefined) return this.#pad();
    if (byte !== MARKER) {
      this.position += 1;
      return byte;
    }
    if (data[this.position + 1] !== 0) return this.#pad();
    this.position += 2;
    return MARKER;
  }

  #pad(): number {
    this.#padding += 8;
    return 0;
  }

  /** The next symbol of a table. */
  symbol({ lookup, limit, offset, symbols }: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const entry = lookup[this.#bits >>> (32 - LOOKUP_BITS)]!;
    if (entry !== 0) {
      const length = entry >> 8;
      this.#bits <<= length;
      this.#count -= length;
      return entry & 255;
    }
    const next = this.#bits >>> 16;
    for (let length = LOOKUP_BITS + 1; length <= 16; length += 1) {
      if (next >= limit[length]!) continue;
      this.#bits <<= length;
      this.#count -= length;
      return symbols[(next >> (16 - length)) + offset[length]!] ?? 0;
    }
    throw new JpegDamage('a code that is in no table');
  }

  /** So many bits, 1 to 16. */
  bits(length: number): number {
    if (this.#count < length) this.#fill();
    const value = this.#bits >>> (32 - length);
    this.#bits <<= length;
    this.#count -= length;
    return value;
  }

  /** A number of so many bits with its sign (§F.2.2.1, EXTEND). */
  signed(length: number): number {
    if (length === 0) return 0;
    const value = this.bits(length);
    return value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  /** @throws JpegDamage when more was read than there is */
  checkEnd(): void {
    if (this.#padding > this.#count) throw new JpegDamage('the picture breaks off');
  }

  /**
   * Goes on behind the restart marker that has to come now (§F.2.2.5).
   * @throws JpegDamage when another comes
   */
  restart(number: number): void {
    this.checkEnd();
    this.#bits = 0;
    this.#count = 0;
    this.#padding = 0;
    while (this.#data[this.position] === MARKER && this.#data[this.position + 1] === MARKER)
      this.position += 1;
    if (this.#data[this.position] !== MARKER || this.#data[this.position + 1] !== 0xd0 + (number & 7))
      throw new JpegDamage('a restart marker is missing');
    this.position += 2;
  }
}
