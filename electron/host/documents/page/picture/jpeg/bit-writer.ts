import type { TypicalCodes } from './typical-tables.ts';

/** The code of each symbol, and its length; 0 for symbols without one. */
export interface Codes {
  readonly code: Uint16Array;
  readonly length: Uint8Array;
}

/** Codes from their lengths (ITU-T T.81 annex C). */
export function codesOf({ counts, symbols }: TypicalCodes): Codes {
  const codes = { code: new Uint16Array(256), length: new Uint8Array(256) };
  let next = 0;
  let index = 0;
  for (const [i, count] of counts.entries()) {
    for (let k = 0; k < count; k += 1, index += 1, next += 1) {
      const symbol = Number.parseInt(symbols.slice(2 * index, 2 * index + 2), 16);
      codes.code[symbol] = next;
      codes.length[symbol] = i + 1;
    }
    next <<= 1;
  }
  return codes;
}

/** Grows as it is written to. */
export class BitWriter {
  #bytes: Uint8Array;
  #position = 0;
  #bits = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Whole bytes, as they are. */
  bytes(values: ArrayLike<number>): void {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#position);
    this.#position += values.length;
  }

  /** Up to 16 bits of entropy coded data: a zero follows each byte that looks like a marker (§F.1.2.3). */
  bits(value: number, length: number): void {
    this.#bits = (this.#bits << length) | value;
    this.#count += length;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#byte((this.#bits >>> this.#count) & 255);
    }
    this.#bits &= (1 << this.#count) - 1;
  }

  /** Fills the last byte with ones. */
  align(): void {
    if (this.#count > 0) this.bits((1 << (8 - this.#count)) - 1, 8 - this.#count);
  }

  result(): Uint8Array {
    return this.#bytes.slice(0, this.#position);
  }

  #byte(value: number): void {
    if (this.#position + 2 > this.#bytes.length) this.#reserve(2);
    this.#bytes[this.#position] = value;
    this.#position += 1;
    if (value !== 255) return;
    this.#bytes[this.#position] = 0;
    this.#position += 1;
  }

  #reserve(count: number): void {
    if (this.#position + count <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * this.#bytes.length + count);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
