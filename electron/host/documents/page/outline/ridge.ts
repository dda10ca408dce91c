import type { Picture } from '../picture/picture.ts';

/** How much like an edge each place is, 0 to 1: for upright edges row by row, for lying ones column by column. */
export interface Ridge {
  /** Places in a row of `strength`: across the edges. */
  readonly long: number;
  readonly strength: Float32Array;
  /** The same unsmoothed and far less capped, to place an edge exactly. */
  readonly sharp: Float32Array;
}

/** What the border of the picture is worth: a page may end there, but nothing shows it. */
const BORDER = 0.5;
const LEAST_STEP = 5;
const MOST_STEP = 36;
const SHARP = 4;

/**
 * The steps of colour across upright (or lying) edges, measured against what is usual in the picture, so that a white
 * page on a white lid still has edges and a busy page has not too many.
 */
export function ridges({ width, height, rgba }: Picture, upright: boolean): Ridge {
  const [long, many] = upright ? [width, height] : [height, width];
  const [step, next] = upright ? [4, width * 4] : [width * 4, 4];
  const steps = new Float32Array(long * many);
  for (let row = 0; row < many; row += 1)
    for (let i = 2; i < long - 1; i += 1) {
      const at = row * next + i * step;
      const before = rgba[at - step + 3]!;
      const after = rgba[at + 3]!;
      if (before !== after) steps[row * long + i] = -1;
      else if (after !== 0)
        steps[row * long + i] = stepAt(rgba, at, step, row > 0 ? -next : 0, row + 1 < many ? next : 0);
    }
  const usual = middle(steps);
  const full = Math.min(MOST_STEP, Math.max(LEAST_STEP, 3 * usual));
  const strength = new Float32Array(steps.length);
  const sharp = new Float32Array(steps.length);
  for (let row = 0; row < many; row += 1)
    for (let i = 2; i < long - 2; i += 1) {
      const at = row * long + i;
      const most = Math.max(steps[at - 1]!, steps[at]!, steps[at + 1]!);
      const isBorder = steps[at]! < 0;
      strength[at] = isBorder ? BORDER : Math.min(1, most / full);
      sharp[at] = isBorder ? BORDER : Math.min(SHARP, steps[at]! / full);
    }
  return { long, strength, sharp };
}

/** The largest step of a colour between two places before and two after, over three rows. */
function stepAt(rgba: Uint8Array, at: number, step: number, above: number, below: number): number {
  let most = 0;
  for (let channel = at; channel < at + 3; channel += 1) {
    let sum = 0;
    for (const row of [channel + above, channel, channel + below])
      sum += rgba[row]! + rgba[row + step]! - rgba[row - step]! - rgba[row - 2 * step]!;
    const size = sum < 0 ? -sum : sum;
    if (size > most) most = size;
  }
  return most / 6;
}

/** The middle of those above nothing. */
function middle(steps: Float32Array): number {
  const counts = new Uint32Array(256);
  let count = 0;
  for (const one of steps) {
    if (one <= 0) continue;
    counts[Math.min(255, one | 0)]! += 1;
    count += 1;
  }
  let left = count / 2;
  for (let value = 0; value < 256; value += 1) {
    left -= counts[value]!;
    if (left <= 0) return value;
  }
  return 0;
}
