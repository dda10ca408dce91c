import type { Level } from './level.ts';

/** The points for which x cos + y sin = distance. */
export interface StraightLine {
  readonly cos: number;
  readonly sin: number;
  readonly distance: number;
  /** How much of an edge it carries, in pixels of full strength. */
  readonly strength: number;
}

const ANGLES = 120;
const DISTANCE_STEP = 1.5;
/** Peaks nearer than this are the same line. */
const APART_ANGLES = 3;
const APART_DISTANCES = 3;
/** Lines within 6 degrees of each other, and how many of them are enough. */
const ALIKE_ANGLES = 4;
const MOST_ALIKE = 14;
/** Pixels of full edge that a line has at least. */
const LEAST_VOTES = 12;
/** Edges vote for their own direction and for those so many steps beside it. */
const SPREAD = 2;

/** Slope from which an edge has its full say. */
export function fullSlope(usual: number): number {
  return Math.min(48, Math.max(4, 3.5 * usual));
}

/** The straight lines that carry most edge, strongest first (Hough's transform, voted along the slope's direction). */
export function straightLines(level: Level, most: number): StraightLine[] {
  const { width, height, slope, across, down, usual } = level;
  const reach = Math.ceil(Math.hypot(width, height) / DISTANCE_STEP);
  const bins = 2 * reach + 1;
  const votes = new Float32Array(ANGLES * bins);
  const cosines = Float32Array.from({ length: ANGLES }, (_, i) => Math.cos((i * Math.PI) / ANGLES));
  const sines = Float32Array.from({ length: ANGLES }, (_, i) => Math.sin((i * Math.PI) / ANGLES));
  const full = fullSlope(usual);
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      if (slope[at]! < full / 2 || !isCrest(level, x, y)) continue;
      const weight = Math.min(1, slope[at]! / full);
      const direction = Math.round((Math.atan2(down[at]!, across[at]!) / Math.PI) * ANGLES);
      for (let k = -SPREAD; k <= SPREAD; k += 1) {
        const angle = (((direction + k) % ANGLES) + ANGLES) % ANGLES;
        const distance = Math.round((x * cosines[angle]! + y * sines[angle]!) / DISTANCE_STEP) + reach;
        votes[angle * bins + distance]! += weight;
      }
    }
  return peaks(votes, bins, most).map(({ angle, distance, strength }) => ({
    cos: cosines[angle]!,
    sin: sines[angle]!,
    distance: (distance - reach) * DISTANCE_STEP,
    strength,
  }));
}

/** Whether no neighbour along the slope is steeper. */
function isCrest({ width, slope, across, down }: Level, x: number, y: number): boolean {
  const at = y * width + x;
  const step = Math.round(across[at]!) + Math.round(down[at]!) * width;
  return slope[at]! >= slope[at + step]! && slope[at]! > slope[at - step]!;
}

interface Peak {
  readonly angle: number;
  readonly distance: number;
  readonly strength: number;
}

function peaks(votes: Float32Array, bins: number, most: number): Peak[] {
  const found: Peak[] = [];
  const left = votes.slice();
  while (found.length < most) {
    const best = strongest(left);
    const strength = left[best]!;
    if (strength < LEAST_VOTES) break;
    const angle = Math.floor(best / bins);
    const distance = best % bins;
    found.push({ angle, distance, strength });
    for (let a = angle - APART_ANGLES; a <= angle + APART_ANGLES; a += 1) {
      // Half a turn on, a line is itself with its distance the other way.
      const over = a < 0 || a >= ANGLES;
      const row = (a + ANGLES) % ANGLES;
      const middle = over ? bins - 1 - distance : distance;
      const first = Math.max(0, middle - APART_DISTANCES);
      left.fill(0, row * bins + first, row * bins + Math.min(bins, middle + APART_DISTANCES + 1));
    }
    // The lines of a lid's pattern must not keep out the others.
    if (found.filter((one) => turned(one.angle, angle) <= ALIKE_ANGLES).length < MOST_ALIKE) continue;
    for (let a = angle - ALIKE_ANGLES; a <= angle + ALIKE_ANGLES; a += 1) {
      const row = (a + ANGLES) % ANGLES;
      left.fill(0, row * bins, (row + 1) * bins);
    }
  }
  return found;
}

function turned(one: number, other: number): number {
  const apart = Math.abs(one - other);
  return Math.min(apart, ANGLES - apart);
}

function strongest(votes: Float32Array): number {
  let best = 0;
  let most = -1;
  for (let at = 0; at < votes.length; at += 1)
    if (votes[at]! > most) {
      most = votes[at]!;
      best = at;
    }
  return best;
}
