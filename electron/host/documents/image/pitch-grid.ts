import { fitPolynomial, median, type Polynomial, slopeAt, valueAt } from './polynomial.ts';
import type { TextLine } from './text-lines.ts';

/** The fixed pitch of a line: where the centre of cell i stands (x over i), and the first and last cell with a mark. */
export interface PitchGrid {
  readonly centre: Polynomial;
  readonly first: number;
  readonly last: number;
  /** Pixels from one cell to the next in the middle of the line. */
  readonly pitch: number;
}

/** Fits the grid to the marks of a line; `undefined` when they do not stand at one pitch. */
export function fitPitch({ centres, glyphHeight }: TextLine): PitchGrid | undefined {
  const gaps = centres
    .slice(1)
    .map((x, i) => x - centres[i]!)
    .filter((gap) => gap > 0.55 * glyphHeight && gap < 2 * glyphHeight);
  if (gaps.length < 6) return undefined;
  const typical = median(gaps);
  let best = { score: -Infinity, pitch: 0, phase: 0 };
  for (let pitch = typical * 0.88; pitch <= typical * 1.12; pitch *= 1.004) {
    const one = comb(centres, pitch);
    if (one.score > best.score) best = { ...one, pitch };
  }
  return refine(centres, best.pitch, best.phase);
}

/** How well marks stand on a comb of this pitch, and where its teeth begin (part of a pitch). */
function comb(centres: readonly number[], pitch: number): { score: number; phase: number } {
  let [c, s] = [0, 0];
  for (const x of centres) {
    c += Math.cos((2 * Math.PI * x) / pitch);
    s += Math.sin((2 * Math.PI * x) / pitch);
  }
  const phase = Math.atan2(s, c) / (2 * Math.PI);
  let score = 0;
  for (const x of centres) {
    const off = x / pitch - phase;
    const error = Math.abs(off - Math.round(off));
    score += error < 0.2 ? 1 - 2 * error : -0.3;
  }
  return { score, phase };
}

function refine(centres: readonly number[], pitch: number, phase: number): PitchGrid | undefined {
  let centre: Polynomial = [phase * pitch, pitch, 0];
  let cells: number[] = [];
  let kept: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    cells = [];
    kept = [];
    for (const x of centres) {
      const cell = cellAt(centre, x);
      const whole = Math.round(cell);
      if (Math.abs(cell - whole) > (round < 2 ? 0.3 : 0.22)) continue;
      cells.push(whole);
      kept.push(x);
    }
    if (kept.length < 8) return undefined;
    centre = fitPolynomial(cells, kept, round > 1 && kept.length > 20 ? 2 : 1);
  }
  const first = Math.min(...cells);
  const last = Math.max(...cells);
  return { centre, first, last, pitch: slopeAt(centre, (first + last) / 2) };
}

/** The cell, in parts, in which x lies. */
export function cellAt(centre: Polynomial, x: number): number {
  let cell = (x - centre[0]) / centre[1];
  for (let round = 0; round < 3; round += 1) cell += (x - valueAt(centre, cell)) / slopeAt(centre, cell);
  return cell;
}
