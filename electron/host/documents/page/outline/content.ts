import { areaOf, type Quad } from '../geometry/homography.ts';
import { smallestRectangle } from '../geometry/hull.ts';
import type { Level } from './level.ts';

/** What of a picture is printed upon, or otherwise full of detail: its largest piece. */
export interface Content {
  /** Part of the picture, 0 to 1. */
  readonly area: number;
  /** The smallest rectangle around it, in pixels of the level. */
  readonly corners: Quad;
  /** Part of that rectangle that is full of detail. */
  readonly fill: number;
  /** How unevenly the detail is spread: a document has dense and empty places, the pattern of a lid is alike everywhere. */
  readonly unevenness: number;
}

/** Side of the squares that are judged, in pixels of the level. */
const BLOCK = 6;
/** Slope of print, in grey levels a pixel, and how many times what is usual. */
const LEAST_SLOPE = 9;
const TIMES_USUAL = 2.5;
/** Part of a square's pixels that are print. */
const LEAST_PART = 0.12;
/** Of the nine squares around, this many have to be full too: specks, hairs and lines are not. */
const NEIGHBOURS = 6;
/** Pieces so many squares apart are one. */
const GAP = 3;
/** Squares to each side that are taken together, so that dots are not told one by one. */
const SMOOTHING = 2;

interface Blocks {
  readonly columns: number;
  readonly rows: number;
  /** Part of each square that is print. */
  readonly part: Float32Array;
}

/** Where the picture holds detail; undefined when nowhere. */
export function findContent(level: Level): Content | undefined {
  const blocks = measure(level);
  const { columns, rows } = blocks;
  const kept = largest(grown(blocks, opened(blocks)), columns, rows);
  if (kept.length === 0) return undefined;
  const points = kept.flatMap((at) => {
    const [x, y] = [(at % columns) * BLOCK, Math.floor(at / columns) * BLOCK];
    return [
      { x, y },
      { x: x + BLOCK, y },
      { x, y: y + BLOCK },
      { x: x + BLOCK, y: y + BLOCK },
    ];
  });
  const corners = smallestRectangle(points);
  return {
    area: kept.length / (columns * rows),
    corners,
    fill: (kept.length * BLOCK * BLOCK) / areaOf(corners),
    unevenness: unevennessOf(blocks, kept),
  };
}

/** Standard deviation over mean of how full the neighbourhoods are. */
function unevennessOf({ columns, rows, part }: Blocks, kept: readonly number[]): number {
  const values = kept.map((at) => {
    const [x, y] = [at % columns, Math.floor(at / columns)];
    let sum = 0;
    let count = 0;
    for (let row = Math.max(0, y - SMOOTHING); row <= Math.min(rows - 1, y + SMOOTHING); row += 1)
      for (
        let column = Math.max(0, x - SMOOTHING);
        column <= Math.min(columns - 1, x + SMOOTHING);
        column += 1
      ) {
        sum += part[row * columns + column]!;
        count += 1;
      }
    return sum / count;
  });
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length) / mean;
}

/** The squares of the largest piece. */
function largest(solid: Uint8Array, columns: number, rows: number): number[] {
  const left = solid.slice();
  let best: number[] = [];
  for (let seed = 0; seed < left.length; seed += 1) {
    if (!left[seed]) continue;
    const piece = [seed];
    left[seed] = 0;
    for (const at of piece) {
      const [x, y] = [at % columns, Math.floor(at / columns)];
      for (let row = Math.max(0, y - GAP); row <= Math.min(rows - 1, y + GAP); row += 1)
        for (let column = Math.max(0, x - GAP); column <= Math.min(columns - 1, x + GAP); column += 1) {
          const next = row * columns + column;
          if (!left[next]) continue;
          left[next] = 0;
          piece.push(next);
        }
    }
    if (piece.length > best.length) best = piece;
  }
  return best;
}

function measure({ width, height, slope, usual }: Level): Blocks {
  const columns = Math.max(1, Math.floor(width / BLOCK));
  const rows = Math.max(1, Math.floor(height / BLOCK));
  const part = new Float32Array(columns * rows);
  const least = Math.max(LEAST_SLOPE, TIMES_USUAL * usual);
  for (let y = 0; y < Math.min(height, rows * BLOCK); y += 1)
    for (let x = 0; x < Math.min(width, columns * BLOCK); x += 1)
      if (slope[y * width + x]! >= least)
        part[Math.floor(y / BLOCK) * columns + Math.floor(x / BLOCK)]! += 1 / BLOCK / BLOCK;
  return { columns, rows, part };
}

/** Squares that are full among others that are. */
function opened({ columns, rows, part }: Blocks): Uint8Array {
  const to = new Uint8Array(part.length);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1) {
      let count = 0;
      for (let row = y - 1; row <= y + 1; row += 1)
        for (let column = x - 1; column <= x + 1; column += 1) {
          // What lies beyond the picture is taken to go on as it does here.
          const inside =
            Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column));
          if (part[inside]! >= LEAST_PART) count += 1;
        }
      if (count >= NEIGHBOURS) to[y * columns + x] = 1;
    }
  return to;
}

/** And the full squares that touch those. */
function grown({ columns, rows, part }: Blocks, seeds: Uint8Array): Uint8Array {
  const to = seeds.slice();
  for (let at = 0; at < seeds.length; at += 1) {
    if (!seeds[at]) continue;
    const [x, y] = [at % columns, Math.floor(at / columns)];
    for (let row = Math.max(0, y - 1); row <= Math.min(rows - 1, y + 1); row += 1)
      for (let column = Math.max(0, x - 1); column <= Math.min(columns - 1, x + 1); column += 1)
        if (part[row * columns + column]! >= LEAST_PART) to[row * columns + column] = 1;
  }
  return to;
}
