import { areaOf, distance, type Point, type Quad, ratioOf } from '../geometry/homography.ts';
import { fullSlope, type StraightLine } from './hough.ts';
import type { Level } from './level.ts';

/** A side a document may have: an edge, or the border of the picture. */
export type SideLine = StraightLine & { readonly border: boolean };

/** Four corners in pixels of the level, clockwise, with how much they look like a document's. */
export interface Candidate {
  readonly corners: Quad;
  readonly score: number;
  /** How little there is around it, 0 to 1. */
  readonly calm: number;
  /** How many of its sides are the picture's own border. */
  readonly borders: number;
}

/** What is known of the document before its edges are. */
export interface Expected {
  /** Borders of the picture it may go on beyond: top, right, bottom and left. */
  readonly borders: readonly boolean[];
  /** The rectangle around what is printed, in pixels of the level. */
  readonly print: Quad;
  /** Adds to the score of corners that would be of a document's size. */
  bonus(corners: Quad): number;
}

const LEAST_AREA = 0.02;
/** A portrait is a quarter of a card. */
const LEAST_OF_PRINT = 0.45;
/** Long side over short: from a visa's to an ID-1 card's, and what light perspective makes of them. */
const RATIOS = [1.18, 1.85] as const;
/** How far corners may lie beyond the picture, as part of its long side. */
const BEYOND_PICTURE = 0.02;
const SAMPLES = 40;
/** What counts how much: edges on the whole, the weakest of them, a calm surround, and a large area. */
const EDGES = 0.6;
const WEAKEST = 0.4;
const SURROUND = 0.3;
const AREA = 0.12;
/** What a border of the picture counts where an edge would be, and for itself: it is no guess. */
const BORDER = 0.07;
const BORDER_SUPPORT = 0.65;
const BORDER_CALM = 0.5;
/** Pixels of print beyond a side: what the squares it is measured in make, and from where on it costs all. */
const FREE_BEYOND = 7;
const COSTLY_BEYOND = 10;
const LEFT_OUT_COST = 0.2;
/** Slope of what disturbs, in grey levels a pixel, and how many times what is usual. */
const LEAST_UNREST = 4;
const TIMES_USUAL = 1.5;
/** Pixels outside a side where it is looked for. */
const OUTSIDE = [4, 6, 8] as const;

export type Pair = readonly [SideLine, SideLine];

/** Judges two pairs of opposite sides; undefined when they are no document's, or surely below the least score. */
export type Scorer = (one: Pair, other: Pair, least: number) => Candidate | undefined;

export function createScorer(level: Level, { print, bonus }: Expected): Scorer {
  const { width, height } = level;
  const full = fullSlope(level.usual);
  const whole = width * height;
  const printed = areaOf(print);
  return ([a, c], [b, d], least) => {
    const points = [crossing(a, d), crossing(a, b), crossing(c, b), crossing(c, d)] as unknown as Quad;
    const slack = BEYOND_PICTURE * Math.max(width, height);
    if (points.some(({ x, y }) => !(x > -slack && y > -slack && x < width + slack && y < height + slack)))
      return undefined;
    const area = areaOf(points);
    if (area < Math.max(LEAST_AREA * whole, LEAST_OF_PRINT * printed)) return undefined;
    const ratio = ratioOf(points);
    if (ratio < RATIOS[0] || ratio > RATIOS[1]) return undefined;
    const sides = [a, b, c, d];
    const borders = sides.filter(({ border }) => border).length;
    if (borders === 4) return undefined;
    const shape = AREA * Math.sqrt(area / whole) + BORDER * borders + bonus(points) - leftOut(points, print);
    const centre = centreOf(points);
    let support = 0;
    let weakest = 1;
    let calm = 0;
    for (const [i, side] of sides.entries()) {
      const [from, to] = [points[i]!, points[(i + 1) % 4]!];
      const seen = side.border ? BORDER_SUPPORT : supportOf(level, side, from, to, full);
      support += seen / 4;
      if (!side.border) weakest = Math.min(weakest, seen);
      // Even if all else were perfect.
      const most = support + (3 - i) / 4;
      if (EDGES * most + WEAKEST * weakest + shape + SURROUND < least) return undefined;
      calm += (side.border ? BORDER_CALM : calmOutside(level, from, to, centre)) / 4;
    }
    const score = EDGES * support + WEAKEST * weakest + SURROUND * calm + shape;
    return { corners: clockwise(points), score, calm, borders };
  };
}

/** What print beyond a side costs: a portrait's frame leaves much of it out, the side itself leaves out none. */
function leftOut(points: Quad, print: Quad): number {
  const turn = directionOf(points);
  let most = 0;
  for (const [i, from] of points.entries()) {
    const to = points[(i + 1) % 4]!;
    const length = distance(from, to);
    for (const { x, y } of print) {
      const beyond = (-turn * ((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x))) / length;
      if (beyond > most) most = beyond;
    }
  }
  return LEFT_OUT_COST * Math.min(1, Math.max(0, most - FREE_BEYOND) / COSTLY_BEYOND);
}

/** 1 when the corners are named clockwise, -1 when not. */
function directionOf([a, b, , d]: Quad): number {
  return Math.sign((b.x - a.x) * (d.y - a.y) - (b.y - a.y) * (d.x - a.x));
}

function crossing(one: SideLine, other: SideLine): Point {
  const det = one.cos * other.sin - one.sin * other.cos;
  return {
    x: (one.distance * other.sin - other.distance * one.sin) / det,
    y: (other.distance * one.cos - one.distance * other.cos) / det,
  };
}

function centreOf(points: Quad): Point {
  return {
    x: points.reduce((sum, { x }) => sum + x, 0) / 4,
    y: points.reduce((sum, { y }) => sum + y, 0) / 4,
  };
}

function clockwise(points: Quad): Quad {
  return directionOf(points) >= 0 ? points : [points[1], points[0], points[3], points[2]];
}

/** Part of the way along which there is an edge in the line's own direction. */
function supportOf(level: Level, line: SideLine, from: Point, to: Point, full: number): number {
  const { width, height, slope, across, down } = level;
  let sum = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const part = (sample + 0.5) / SAMPLES;
    const x = from.x + (to.x - from.x) * part;
    const y = from.y + (to.y - from.y) * part;
    let most = 0;
    for (let off = -1.5; off <= 1.5; off += 1) {
      const column = Math.round(x + off * line.cos);
      const row = Math.round(y + off * line.sin);
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      const at = row * width + column;
      if (Math.abs(across[at]! * line.cos + down[at]! * line.sin) > 0.9) most = Math.max(most, slope[at]!);
    }
    sum += Math.min(1, most / full);
  }
  return sum / SAMPLES;
}

/** How little there is just outside a side, 0 to 1: the part of it where nothing is steeper than lids usually are. */
function calmOutside({ width, height, slope, usual }: Level, from: Point, to: Point, centre: Point): number {
  const least = Math.max(LEAST_UNREST, TIMES_USUAL * usual);
  const length = distance(from, to) || 1;
  const sign = (to.x - from.x) * (centre.y - from.y) - (to.y - from.y) * (centre.x - from.x) > 0 ? -1 : 1;
  const nx = (-(to.y - from.y) / length) * sign;
  const ny = ((to.x - from.x) / length) * sign;
  let calm = 0;
  let count = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1)
    for (const out of OUTSIDE) {
      const part = (sample + 0.5) / SAMPLES;
      const x = Math.round(from.x + (to.x - from.x) * part + nx * out);
      const y = Math.round(from.y + (to.y - from.y) * part + ny * out);
      if (x < 1 || y < 1 || x >= width - 1 || y >= height - 1) continue;
      if (slope[y * width + x]! < least) calm += 1;
      count += 1;
    }
  return count === 0 ? BORDER_CALM : calm / count;
}
