import { areaOf } from '../geometry/homography.ts';
import { smallestRectangle } from '../geometry/hull.ts';
import type { Picture } from '../picture/picture.ts';
import type { Box } from '../types.ts';

const MM_PER_INCH = 25.4;
/** Darkest of the three colours from which on nothing is left of what was printed. */
const BURNT = 252;
/** A lamp's reflection is as large as this at least, in square millimetres. */
const LEAST_AREA = 9;
/** Where so much of a side is white, the paper is. */
const MOST_AREA = 0.4;
/** A reflection fills the box around it; paper between print does not. */
const LEAST_FILL = 0.6;
/** It fades away: this many grey levels from 2 to 5 mm beside it. White paper ends in a step. */
const FADING = 3;
const NEAR = 2;
const FAR = 5;
/** Pixels to the millimetre from which on every other one will do. */
const SPARSE_FROM = 6;

/** Where a side is burnt out, in squares of a millimetre. */
export interface GlareMap {
  readonly columns: number;
  readonly rows: number;
  /** 1 where it is. */
  readonly burnt: Uint8Array;
}

/**
 * Finds what lamps and windows burnt out of an upright side. White paper that the scanner shows as white is none: it does
 * not fade into its surroundings.
 */
export function findGlare(side: Picture, dotsPerInch: number): GlareMap {
  const { columns, rows, levels } = squares(side, dotsPerInch / MM_PER_INCH);
  const burnt = new Uint8Array(levels.length);
  const seen = new Uint8Array(levels.length);
  if (levels.reduce((sum, one) => sum + (one >= BURNT ? 1 : 0), 0) > MOST_AREA * levels.length)
    return { columns, rows, burnt };
  for (let seed = 0; seed < levels.length; seed += 1) {
    if (seen[seed] || levels[seed]! < BURNT) continue;
    const spot = flood(levels, columns, rows, seed, seen);
    if (spot.length < LEAST_AREA || !isCompact(spot, columns) || !fades(levels, columns, rows, spot))
      continue;
    for (const at of spot) burnt[at] = 1;
  }
  return { columns, rows, burnt };
}

/** Part of the side, or of a box of it in squares, that is burnt out. */
export function glareIn({ columns, rows, burnt }: GlareMap, box?: Box): number {
  const left = Math.max(0, Math.floor(box?.x ?? 0));
  const top = Math.max(0, Math.floor(box?.y ?? 0));
  const right = Math.min(columns, Math.ceil(box ? box.x + box.width : columns));
  const bottom = Math.min(rows, Math.ceil(box ? box.y + box.height : rows));
  let count = 0;
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) count += burnt[y * columns + x]!;
  return count / Math.max(1, (right - left) * (bottom - top));
}

/** Mean of the darkest colour in each square millimetre. */
function squares(
  { width, height, rgba }: Picture,
  px: number,
): { columns: number; rows: number; levels: Float32Array } {
  const columns = Math.max(1, Math.round(width / px));
  const rows = Math.max(1, Math.round(height / px));
  const levels = new Float32Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  const step = px >= SPARSE_FROM ? 2 : 1;
  const column = Uint16Array.from({ length: width }, (_, x) => Math.min(columns - 1, Math.floor(x / px)));
  for (let y = 0; y < height; y += step) {
    const row = Math.min(rows - 1, Math.floor(y / px)) * columns;
    for (let x = 0, at = y * width * 4; x < width; x += step, at += 4 * step) {
      const to = row + column[x]!;
      // What the warp could not fill is no light.
      levels[to]! += rgba[at + 3] === 0 ? 0 : Math.min(rgba[at]!, rgba[at + 1]!, rgba[at + 2]!);
      counts[to]! += 1;
    }
  }
  for (let at = 0; at < levels.length; at += 1) levels[at] = levels[at]! / Math.max(1, counts[at]!);
  return { columns, rows, levels };
}

function flood(
  levels: Float32Array,
  columns: number,
  rows: number,
  seed: number,
  seen: Uint8Array,
): number[] {
  const spot = [seed];
  seen[seed] = 1;
  for (let i = 0; i < spot.length; i += 1) {
    const at = spot[i]!;
    const x = at % columns;
    for (const next of [x > 0 ? at - 1 : -1, x + 1 < columns ? at + 1 : -1, at - columns, at + columns]) {
      if (next < 0 || next >= columns * rows || seen[next] || levels[next]! < BURNT) continue;
      seen[next] = 1;
      spot.push(next);
    }
  }
  return spot;
}

function isCompact(spot: readonly number[], columns: number): boolean {
  const corners = spot.flatMap((at) => {
    const [x, y] = [at % columns, Math.floor(at / columns)];
    return [
      { x, y },
      { x: x + 1, y },
      { x, y: y + 1 },
      { x: x + 1, y: y + 1 },
    ];
  });
  return spot.length >= LEAST_FILL * areaOf(smallestRectangle(corners));
}

/** Whether the light falls off around the spot as a reflection's does. */
function fades(levels: Float32Array, columns: number, rows: number, spot: readonly number[]): boolean {
  const distance = new Uint8Array(levels.length).fill(255);
  let front = [...spot];
  for (const at of front) distance[at] = 0;
  const rings: number[][] = [];
  for (let far = 1; far <= FAR; far += 1) {
    const next: number[] = [];
    for (const at of front) {
      const x = at % columns;
      for (const beside of [x > 0 ? at - 1 : -1, x + 1 < columns ? at + 1 : -1, at - columns, at + columns]) {
        if (beside < 0 || beside >= columns * rows || distance[beside] !== 255) continue;
        distance[beside] = far;
        next.push(beside);
      }
    }
    rings.push(next.map((at) => levels[at]!));
    front = next;
  }
  const near = upper(rings[NEAR - 1]!);
  const far = upper(rings[FAR - 1]!);
  return near !== undefined && far !== undefined && near - far >= FADING;
}

/** The paper among the squares: three quarters are darker. */
function upper(levels: readonly number[]): number | undefined {
  return levels.toSorted((a, b) => a - b)[Math.floor(levels.length * 0.75)];
}
