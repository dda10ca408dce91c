import { type Quad, rectangleToQuad } from './geometry/homography.ts';
import { warp } from './geometry/warp.ts';
import type { Picture } from './picture/picture.ts';

/** Enough for any comparison of faces (Doc 9303-3 §3.9 asks 300 of scans), and a card fits a megabyte. */
const MOST_DPI = 400;
const MOST_PIXELS = 4_000_000;
const MM_PER_INCH = 25.4;

/** A side by itself, as it is to be looked at. */
export type Upright = Picture & { readonly dotsPerInch: number };

/**
 * The side in the picture, cut out and straightened to its true ratio, at the picture's own resolution but 400 dots to the
 * inch and four million pixels at most.
 * @param corners of the side in the picture
 * @param size width and height in millimetres
 */
export function straighten(
  picture: Picture,
  corners: Quad,
  size: readonly [number, number],
  dpi: number,
): Upright {
  const area = (size[0] * size[1]) / MM_PER_INCH ** 2;
  const dotsPerInch = Math.max(
    1,
    Math.floor(Math.min(MOST_DPI, Math.round(dpi), Math.sqrt(MOST_PIXELS / area))),
  );
  const [width, height] = size.map((mm) => Math.max(1, Math.round((mm / MM_PER_INCH) * dotsPerInch))) as [
    number,
    number,
  ];
  return { ...warp(picture, rectangleToQuad(width, height, corners), width, height), dotsPerInch };
}
