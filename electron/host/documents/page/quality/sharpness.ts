import type { GreyImage } from '../../image/index.ts';

/** What an edge of print has to be done within, in millimetres: half a stroke of OCR-B. */
const EDGE_MM = 0.18;
/** Squares that are judged, in millimetres: about a word. */
const CELL_MM = 3;
/** Grey levels between ink and paper from which on a square counts. */
const LEAST_CONTRAST = 45;
/** Print is sharper than pictures and patterns, and it is the print that matters. */
const PART = 0.8;
const MM_PER_INCH = 25.4;

/**
 * How steep the edges of print are: the part of the contrast between ink and paper that lies within 0.18 mm, 0 to 1. A
 * picture of few pixels is not sharp either. 0 where nothing is printed.
 * @param grey the side upright, at `dotsPerInch`
 */
export function sharpnessOf(grey: GreyImage, dotsPerInch: number): number {
  const px = dotsPerInch / MM_PER_INCH;
  const side = Math.max(4, Math.round(CELL_MM * px));
  const step = Math.max(1, Math.round(EDGE_MM * px));
  const share = (EDGE_MM * px) / step;
  const found: number[] = [];
  for (let top = 0; top + side <= grey.height; top += side)
    for (let left = 0; left + side <= grey.width; left += side) {
      const steepest = steepestIn(grey, left, top, side, step);
      if (steepest !== undefined) found.push(Math.min(1, steepest * share));
    }
  return found.sort((a, b) => a - b)[Math.floor(found.length * PART)] ?? 0;
}

/** The steepest step along a row or column of the square, as part of its contrast; undefined in squares without print. */
function steepestIn(
  { width, data }: GreyImage,
  left: number,
  top: number,
  side: number,
  step: number,
): number | undefined {
  let [dark, light, most] = [255, 0, 0];
  for (let y = top; y < top + side; y += 1)
    for (let x = left; x < left + side; x += 1) {
      const grey = data[y * width + x]!;
      if (grey < dark) dark = grey;
      if (grey > light) light = grey;
      if (x + step < left + side) most = Math.max(most, Math.abs(data[y * width + x + step]! - grey));
      if (y + step < top + side) most = Math.max(most, Math.abs(data[(y + step) * width + x]! - grey));
    }
  return light - dark < LEAST_CONTRAST ? undefined : most / (light - dark);
}
