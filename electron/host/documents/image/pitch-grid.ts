import { median } from './polynomial.ts';
import { fitProjection, indexAt, type Projection, stepAt } from './projection.ts';
import type { TextLine } from './text-lines.ts';

/** The fixed pitch of a line: where the centre of cell i stands, and the first and last cell with a mark. */
export interface PitchGrid {
  readonly centre: Projection;
  readonly first: number;
  readonly last: number;
  /** Pixels from one cell to the next in the middle of the line. */
  readonly pitch: number;
}

/** Marks that stand this well on a comb of even teeth leave nothing to look for; 1 is best. */
const EVEN = 0.8;
/** How much wider (or narrower) than in the middle the pitch may be at an end of the line. */
const MOST_DRIFT = 0.36;
const DRIFT_STEP = 0.02;

/**
 * Fits the grid to the marks of a line; `undefined` when they do not stand at one pitch. Seen at a slant the pitch
 * grows from one end to the other.
 */
export function fitPitch({ centres, glyphHeight }: TextLine): PitchGrid | undefined {
  const gaps = centres
    .slice(1)
    .map((x, i) => ({ gap: x - centres[i]!, at: (x + centres[i]!) / 2 }))
    .filter(({ gap }) => gap > 0.55 * glyphHeight && gap < 2 * glyphHeight);
  if (gaps.length < 6) return undefined;
  const typical = median(gaps.map(({ gap }) => gap));
  const even = bestComb(centres, typical, 0, 0.12);
  if (even.score > EVEN * centres.length) return refine(centres, even);
  const middle = (centres[0]! + centres.at(-1)!) / 2;
  const half = (centres.at(-1)! - centres[0]!) / 2;
  const leaning = driftOf(
    gaps.filter(({ gap }) => gap > 0.7 * typical && gap < 1.45 * typical),
    middle,
    half,
  );
  let best = even;
  for (let by = -3; by <= 3; by += 1) {
    const drift = leaning + by * DRIFT_STEP;
    if (Math.abs(drift) > MOST_DRIFT) continue;
    const one = bestComb(centres, typical, drift, 0.1);
    if (one.score > best.score) best = one;
  }
  return refine(centres, best);
}

interface Comb {
  readonly score: number;
  /** Cell of each mark, in parts. */
  readonly cells: readonly number[];
}

/** The comb, its pitch about `typical` in the middle, on whose teeth the marks stand best. */
function bestComb(centres: readonly number[], typical: number, drift: number, reach: number): Comb {
  const middle = (centres[0]! + centres.at(-1)!) / 2;
  const half = (centres.at(-1)! - centres[0]!) / 2 || 1;
  const even = centres.map((x) => (x - middle) / (1 + (drift * (x - middle)) / half));
  let best = { score: -Infinity, pitch: typical, phase: 0 };
  for (let pitch = typical * (1 - reach); pitch <= typical * (1 + reach); pitch *= 1.004) {
    const one = comb(even, pitch);
    if (one.score > best.score) best = { ...one, pitch };
  }
  return { score: best.score, cells: even.map((x) => x / best.pitch - best.phase) };
}

/** How well marks stand on a comb of this pitch, and where its teeth begin (part of a pitch). */
function comb(centres: readonly number[], pitch: number): { score: number; phase: number } {
  let [c, s] = [0, 0];
  for (const x of centres) {
    const turn = (2 * Math.PI * x) / pitch;
    c += Math.cos(turn);
    s += Math.sin(turn);
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

/** How much wider the gaps are at the right end than in the middle, as part of the latter: half of what the pitch does. */
function driftOf(
  gaps: readonly { readonly gap: number; readonly at: number }[],
  middle: number,
  half: number,
): number {
  let kept = gaps;
  let [a, b] = [0, 0];
  for (let round = 0; round < 3 && kept.length > 5; round += 1) {
    const n = kept.length;
    const t = kept.map(({ at }) => (at - middle) / half);
    const [st, stt] = [t.reduce((sum, one) => sum + one, 0), t.reduce((sum, one) => sum + one * one, 0)];
    const [sg, stg] = [
      kept.reduce((sum, { gap }) => sum + gap, 0),
      kept.reduce((sum, { gap }, i) => sum + gap * t[i]!, 0),
    ];
    b = (n * stg - st * sg) / (n * stt - st * st || 1);
    a = (sg - b * st) / n;
    kept = gaps.filter(({ gap, at }) => Math.abs(gap - a - (b * (at - middle)) / half) < 0.22 * a);
  }
  return a > 0 ? b / a / 2 : 0;
}

function refine(centres: readonly number[], comb: Comb): PitchGrid | undefined {
  let places = comb.cells;
  let centre: Projection = { at: 0, step: 1, lean: 0 };
  let cells: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    cells = [];
    const kept: number[] = [];
    for (const [i, x] of centres.entries()) {
      const cell = places[i]!;
      const whole = Math.round(cell);
      if (Math.abs(cell - whole) > (round < 2 ? 0.3 : 0.22)) continue;
      cells.push(whole);
      kept.push(x);
    }
    if (kept.length < 8) return undefined;
    centre = fitProjection(cells, kept);
    places = centres.map((x) => indexAt(centre, x));
  }
  const first = Math.min(...cells);
  const last = Math.max(...cells);
  return { centre, first, last, pitch: stepAt(centre, (first + last) / 2) };
}
