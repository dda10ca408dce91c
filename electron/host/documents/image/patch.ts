import type { GreyImage } from './grey.ts';

/** Side of the square patch the glyph net sees, in patch pixels; one pitch is {@link PITCH_PIXELS} of them. */
export const PATCH = 20;
export const PITCH_PIXELS = 14;

/** Below this range of grey levels a patch is paper and noise, which must not be stretched into a glyph. */
const LEAST_RANGE = 14;

/** Where a glyph stands in an image: its centre and the vectors of one pitch along and across the line, in pixels. */
export interface GlyphFrame {
  readonly x: number;
  readonly y: number;
  readonly alongX: number;
  readonly alongY: number;
  readonly acrossX: number;
  readonly acrossY: number;
}

const greys = new Float32Array(PATCH * PATCH);
const counts = new Uint16Array(256);

/** Samples the patch around a glyph into `out` (from `at`), ink near 1 and paper near 0 whatever the light. */
export function samplePatch(image: GreyImage, frame: GlyphFrame, out: Float32Array, at: number): void {
  const scale = Math.hypot(frame.alongX, frame.alongY) / PITCH_PIXELS;
  const fine = Math.min(6, Math.max(1, Math.round(scale)));
  const ux = frame.alongX / PITCH_PIXELS / fine;
  const uy = frame.alongY / PITCH_PIXELS / fine;
  const vx = frame.acrossX / PITCH_PIXELS / fine;
  const vy = frame.acrossY / PITCH_PIXELS / fine;
  const { width, height, data } = image;
  const half = (PATCH * fine - 1) / 2;
  greys.fill(0);
  for (let row = 0; row < PATCH * fine; row += 1) {
    const target = Math.floor(row / fine) * PATCH;
    let x = frame.x - half * ux + (row - half) * vx;
    let y = frame.y - half * uy + (row - half) * vy;
    for (let column = 0, step = 0, cell = target; column < PATCH * fine; column += 1) {
      const px = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
      const py = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
      const x0 = px | 0;
      const y0 = py | 0;
      const fx = px - x0;
      const fy = py - y0;
      const corner = y0 * width + x0;
      const right = x0 + 1 < width ? 1 : 0;
      const below = y0 + 1 < height ? width : 0;
      const top = data[corner]! + (data[corner + right]! - data[corner]!) * fx;
      const low = data[corner + below]! + (data[corner + below + right]! - data[corner + below]!) * fx;
      greys[cell] = greys[cell]! + top + (low - top) * fy;
      x += ux;
      y += uy;
      step += 1;
      if (step === fine) {
        step = 0;
        cell += 1;
      }
    }
  }
  normalise(fine * fine, out, at);
}

function normalise(taps: number, out: Float32Array, at: number): void {
  counts.fill(0);
  for (let i = 0; i < greys.length; i += 1) {
    const grey = greys[i]! / taps;
    greys[i] = grey;
    counts[grey | 0] = counts[grey | 0]! + 1;
  }
  const dark = percentile(0.02);
  const light = percentile(0.85);
  const range = Math.max(light - dark, LEAST_RANGE);
  for (let i = 0; i < greys.length; i += 1) {
    const ink = (light - greys[i]!) / range;
    out[at + i] = ink < -0.25 ? -0.25 : ink > 1.25 ? 1.25 : ink;
  }
}

function percentile(part: number): number {
  let left = part * PATCH * PATCH;
  for (let grey = 0; grey < 256; grey += 1) {
    left -= counts[grey]!;
    if (left <= 0) return grey;
  }
  return 255;
}
