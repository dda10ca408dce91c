import type { Picture } from '../picture/picture.ts';
import type { Homography } from './homography.ts';

const WHITE = 255;
/** Rows and columns of samples averaged for one pixel when the picture is made smaller. */
const MOST_TAPS = 4;

/** The rectangle of the given size that `place` finds in the picture, sampled bilinearly; transparent white outside it. */
export function warp(picture: Picture, place: Homography, width: number, height: number): Picture {
  const { rgba: from, width: columns, height: rows } = picture;
  const rgba = new Uint8Array(width * height * 4).fill(WHITE);
  const taps = tapsFor(place, width, height);
  const stride = columns * 4;
  const share = 1 / (taps * taps);
  for (let y = 0, to = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, to += 4) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let outside = 0;
      for (let tap = 0; tap < taps * taps; tap += 1) {
        const u = x + ((tap % taps) + 0.5) / taps;
        const v = y + (((tap / taps) | 0) + 0.5) / taps;
        const w = 1 / (place.g * u + place.h * v + 1);
        const px = (place.a * u + place.b * v + place.c) * w;
        const py = (place.d * u + place.e * v + place.f) * w;
        // Half a pixel belongs to the edge's own.
        if (!(px > -0.5 && py > -0.5 && px < columns - 0.5 && py < rows - 0.5)) {
          red += WHITE;
          green += WHITE;
          blue += WHITE;
          outside += 1;
          continue;
        }
        const left = px <= 0 ? 0 : px | 0;
        const top = py <= 0 ? 0 : py | 0;
        const right = left + 1 < columns ? 4 : 0;
        const below = top + 1 < rows ? stride : 0;
        const fx = px <= 0 ? 0 : px - left;
        const fy = py <= 0 ? 0 : py - top;
        const at = top * stride + left * 4;
        const w00 = (1 - fx) * (1 - fy);
        const w10 = fx * (1 - fy);
        const w01 = (1 - fx) * fy;
        const w11 = fx * fy;
        const low = at + below;
        red += w00 * from[at]! + w10 * from[at + right]! + w01 * from[low]! + w11 * from[low + right]!;
        green +=
          w00 * from[at + 1]! +
          w10 * from[at + right + 1]! +
          w01 * from[low + 1]! +
          w11 * from[low + right + 1]!;
        blue +=
          w00 * from[at + 2]! +
          w10 * from[at + right + 2]! +
          w01 * from[low + 2]! +
          w11 * from[low + right + 2]!;
      }
      rgba[to] = red * share + 0.5;
      rgba[to + 1] = green * share + 0.5;
      rgba[to + 2] = blue * share + 0.5;
      if (outside * 2 > taps * taps) rgba[to + 3] = 0;
    }
  return { width, height, rgba, dotsPerInch: null };
}

/** As many as pixels of the picture fall on one of the rectangle, in the middle. */
function tapsFor({ a, b, d, e, g, h, c, f }: Homography, width: number, height: number): number {
  const u = width / 2;
  const v = height / 2;
  const w = g * u + h * v + 1;
  const x = (a * u + b * v + c) / w;
  const y = (d * u + e * v + f) / w;
  const along = Math.hypot(a - g * x, d - g * y) / w;
  const down = Math.hypot(b - h * x, e - h * y) / w;
  return Math.min(MOST_TAPS, Math.max(1, Math.round(Math.max(along, down))));
}
