import { type Quad, ratioOf, sidesOf } from '../geometry/homography.ts';

type Size = readonly [width: number, height: number];

/** ISO/IEC 7810 ID-1, and the sizes of Doc 9303-4, -6 and -7. */
const ID1: Size = [85.6, 53.98];
const TD2: Size = [105, 74];
const TD3: Size = [125, 88];
const MRVA: Size = [120, 80];
const SIZES = [ID1, TD2, TD3, MRVA] as const;

/** Printing, cutting and a light tilt make so much of a difference. */
const TOLERANCE = 0.045;
const MM_PER_INCH = 25.4;

const isNear = (one: number, other: number): boolean => Math.abs(one / other - 1) < TOLERANCE;

/** The standard size of a side whose long side lies level, when it has one. */
export function standardSize(corners: Quad, dotsPerInch: number | null): Size | undefined {
  const [width, height] = sidesOf(corners);
  if (dotsPerInch) {
    const mm = MM_PER_INCH / dotsPerInch;
    return SIZES.find((size) => isNear(width * mm, size[0]) && isNear(height * mm, size[1]));
  }
  // TD3 has the same ratio, but its pages carry zones; visas as well.
  return [ID1, TD2].find((size) => isNear(ratioOf(corners), size[0] / size[1]));
}

/** The standard size, or else what the file's resolution makes of it, or else what it would be as wide as a card. */
export function likelySize(corners: Quad, dotsPerInch: number | null): Size {
  const [width, height] = sidesOf(corners);
  const mm = dotsPerInch ? MM_PER_INCH / dotsPerInch : ID1[0] / width;
  return standardSize(corners, dotsPerInch) ?? [width * mm, height * mm];
}

/**
 * Whether a side that ends with the picture is whole. By its ratio alone only a card is believed to be: TD2 and TD3 show
 * their zone, and a card without one end has their ratio.
 */
export function isWhole(corners: Quad, dotsPerInch: number | null): boolean {
  const size = standardSize(corners, dotsPerInch);
  return size !== undefined && (dotsPerInch !== null || size === ID1);
}
