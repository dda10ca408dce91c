import type { BitReader } from './bit-reader.ts';
import { JpegDamage } from './damage.ts';
import type { HuffmanTable } from './huffman.ts';

/** Which part of the coefficients a scan brings (ITU-T T.81 §G.1.1.1). */
export interface Band {
  readonly first: number;
  readonly last: number;
  /** Bit positions: of the scan before (0 when this is the first) and of this one. */
  readonly high: number;
  readonly low: number;
}

/** What goes on from block to block. */
export interface Course {
  /** The DC coefficient before, of the component. */
  previous: number;
  /** Blocks of a band that are still empty (§G.1.2.2). */
  emptyBlocks: number;
}

/**
 * A block of a sequential scan (§F.2.2), coefficients in zigzag order.
 * @returns the index of the last coefficient that is not 0
 */
export function readSequential(
  bits: BitReader,
  dc: HuffmanTable,
  ac: HuffmanTable,
  course: Course,
  to: Int16Array,
): number {
  to.fill(0);
  course.previous += bits.signed(checkedLength(bits.symbol(dc)));
  to[0] = course.previous;
  let last = 0;
  for (let k = 1; k < 64; k += 1) {
    const symbol = bits.symbol(ac);
    const length = symbol & 15;
    const zeros = symbol >> 4;
    if (length === 0) {
      if (zeros < 15) break;
      k += 15;
      continue;
    }
    k += zeros;
    if (k > 63) throw new JpegDamage('more coefficients than a block has');
    to[k] = bits.signed(length);
    last = k;
  }
  return last;
}

function checkedLength(length: number): number {
  if (length > 15) throw new JpegDamage('a coefficient of more than 15 bits');
  return length;
}

/** The first look at a DC coefficient, or one more bit of it (§G.1.2.1). */
export function readDc(
  bits: BitReader,
  dc: HuffmanTable | undefined,
  { high, low }: Band,
  course: Course,
  to: Int16Array,
  at: number,
): void {
  if (high > 0) {
    if (bits.bits(1)) to[at] = to[at]! | (1 << low);
    return;
  }
  if (!dc) throw new JpegDamage('a table is missing');
  course.previous += bits.signed(checkedLength(bits.symbol(dc)));
  to[at] = course.previous << low;
}

/** The first look at a band of AC coefficients (§G.1.2.2). */
export function readAcFirst(
  bits: BitReader,
  ac: HuffmanTable,
  { first, last, low }: Band,
  course: Course,
  to: Int16Array,
  at: number,
): void {
  if (course.emptyBlocks > 0) {
    course.emptyBlocks -= 1;
    return;
  }
  for (let k = first; k <= last; k += 1) {
    const symbol = bits.symbol(ac);
    const length = symbol & 15;
    const zeros = symbol >> 4;
    if (length === 0) {
      if (zeros < 15) {
        course.emptyBlocks = (1 << zeros) - 1 + (zeros > 0 ? bits.bits(zeros) : 0);
        return;
      }
      k += 15;
      continue;
    }
    k += zeros;
    if (k > last) throw new JpegDamage('more coefficients than the band has');
    to[at + k] = bits.signed(length) * (1 << low);
  }
}

/** One more bit of a band of AC coefficients (§G.1.2.3). */
export function readAcRefinement(
  bits: BitReader,
  ac: HuffmanTable,
  { first, last, low }: Band,
  course: Course,
  to: Int16Array,
  at: number,
): void {
  const bit = 1 << low;
  let k = first;
  if (course.emptyBlocks === 0)
    while (k <= last) {
      const symbol = bits.symbol(ac);
      let zeros = symbol >> 4;
      let value = 0;
      if ((symbol & 15) === 0) {
        if (zeros < 15) {
          course.emptyBlocks = (1 << zeros) + (zeros > 0 ? bits.bits(zeros) : 0);
          break;
        }
      } else value = bits.bits(1) ? bit : -bit;
      // Goes past as many coefficients that are still 0, and refines the others on the way.
      for (; k <= last; k += 1) {
        if (to[at + k] !== 0) refine(bits, bit, to, at + k);
        else if (zeros === 0) {
          if (value !== 0) to[at + k] = value;
          k += 1;
          break;
        } else zeros -= 1;
      }
    }
  if (course.emptyBlocks > 0) {
    for (; k <= last; k += 1) if (to[at + k] !== 0) refine(bits, bit, to, at + k);
    course.emptyBlocks -= 1;
  }
}

function refine(bits: BitReader, bit: number, to: Int16Array, at: number): void {
  const value = to[at]!;
  if (bits.bits(1) && (value & bit) === 0) to[at] = value + (value > 0 ? bit : -bit);
}
