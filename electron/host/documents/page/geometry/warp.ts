import type { Picture } from '../picture/picture.ts';
import type { Homography } from './homography.ts';

const WHITE = 255;
/** Rows and columns of samples averaged for one pixel when the picture is made smaller. */
const MOST_TAPS = 4;

/**
 * The rectangle of the given size that `place` finds in the picture, sampled bilinearly; transparent white outside it.
 * @param mostTaps how many samples to a pixel, each way, at most: fewer are faster, and coarser where it is made smaller
 */
export function warp(
  picture: Picture,
  place: Homography,
  width: number,
  height: number,
  mostTaps = MOST_TAPS,
): Picture {
  const rgba = new Uint8Array(width * height * 4).fill(WHITE);
  const taps = Math.min(mostTaps, tapsFor(place, width, height));
  const sums = new Float32Array(width * 3);
  const counts = new Uint8Array(width);
  for (let y = 0; y < height; y += 1) {
    sums.fill(0);
    counts.fill(0);
    for (let tap = 0; tap < taps * taps; tap += 1) {
      const u = ((tap % taps) + 0.5) / taps;
      const v = y + (Math.trunc(tap / taps) + 0.5) / taps;
      addRow(picture, place, u, v, width, sums, counts);
    }
    for (let x = 0, to = y * width * 4, from = 0; x < width; x += 1, to += 4, from += 3) {
      const inside = counts[x]!;
      const outside = taps * taps - inside;
      const share = 1 / (taps * taps);
      if (inside < outside) rgba[to + 3] = 0;
      if (inside === 0) continue;
      rgba[to] = (sums[from]! + WHITE * outside) * share + 0.5;
      rgba[to + 1] = (sums[from + 1]! + WHITE * outside) * share + 0.5;
      rgba[to + 2] = (sums[from + 2]! + WHITE * outside) * share + 0.5;
    }
  }
  return { width, height, rgba, dotsPerInch: null };
}

/** Adds one sample to each pixel of a row; `counts` says how many samples lay in the picture. */
function addRow(
  { rgba: from, width: columns, height: rows }: Picture,
  { a, b, c, d, e, f, g, h }: Homography,
  u: number,
  v: number,
  width: number,
  sums: Float32Array,
  counts: Uint8Array,
): void {
  const [right, bottom] = [columns - 1, rows - 1];
  let nx = a * u + b * v + c;
  let ny = d * u + e * v + f;
  let w = g * u + h * v + 1;
  for (let x = 0, to = 0; x < width; x += 1, to += 3, nx += a, ny += d, w += g) {
    let px = nx / w;
    let py = ny / w;
    // Half a pixel around the picture belongs to its outermost ones.
    if (!(px > -0.5 && py > -0.5 && px < right + 0.5 && py < bottom + 0.5)) continue;
    px = px < 0 ? 0 : px > right ? right : px;
    py = py < 0 ? 0 : py > bottom ? bottom : py;
    const left = px | 0;
    const top = py | 0;
    const fx = px - left;
    const fy = py - top;
    const at = (top * columns + left) * 4;
    const next = left < right ? at + 4 : at;
    const low = top < bottom ? columns * 4 : 0;
    const w11 = fx * fy;
    const w10 = fx - w11;
    const w01 = fy - w11;
    const w00 = 1 - fx - w01;
    sums[to] =
      sums[to]! + w00 * from[at]! + w10 * from[next]! + w01 * from[at + low]! + w11 * from[next + low]!;
    sums[to + 1] =
      sums[to + 1]! +
      w00 * from[at + 1]! +
      w10 * from[next + 1]! +
      w01 * from[at + low + 1]! +
      w11 * from[next + low + 1]!;
    sums[to + 2] =
      sums[to + 2]! +
      w00 * from[at + 2]! +
      w10 * from[next + 2]! +
      w01 * from[at + low + 2]! +
      w11 * from[next + low + 2]!;
    counts[x] = counts[x]! + 1;
  }
}

/** As many as pixels of the picture fall on one of the rectangle, in the middle. */
function tapsFor({ a, b, c, d, e, f, g, h }: Homography, width: number, height: number): number {
  const u = width / 2;
  const v = height / 2;
  const w = g * u + h * v + 1;
  const x = (a * u + b * v + c) / w;
  const y = (d * u + e * v + f) / w;
  const along = Math.hypot(a - g * x, d - g * y) / w;
  const down = Math.hypot(b - h * x, e - h * y) / w;
  return Math.max(1, Math.round(Math.max(along, down)));
}
