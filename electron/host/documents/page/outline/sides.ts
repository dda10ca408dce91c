import {
  distance,
  type Homography,
  type Point,
  project,
  type Quad,
  rectangleToQuad,
} from '../geometry/homography.ts';
import { warp } from '../geometry/warp.ts';
import type { Picture } from '../picture/picture.ts';
import { meet } from './line.ts';
import { type Ridge, ridges } from './ridge.ts';

export type SideName = 'top' | 'right' | 'bottom' | 'left';

/** How far each end of a side may be from where it is expected, in millimetres: left or upper end first. */
export type Slack = Readonly<Record<SideName, readonly [number, number]>>;

export interface FittedSide {
  /** Part of its length along which an edge was seen, 0 to 1; the picture's own border counts half. */
  readonly support: number;
  /** Whether it was seen well enough to be believed; else it is where it was expected. */
  readonly seen: boolean;
}

export interface FittedSides {
  readonly corners: Quad;
  readonly sides: Readonly<Record<SideName, FittedSide>>;
}

/** Edges are looked for at this many pixels to the millimetre, or the picture's own. */
const FINENESS = 2.5;
/** And so many at most, for what is far larger than a page. */
const MOST_PIXELS = 600;
/** Around the expected page, in millimetres: no slack is larger. */
const MARGIN = 12;
/** A side seen along less than this is not believed. */
const LEAST_SUPPORT = 0.42;
/** What a line at the end of its slack has to be better by. */
const FAR_PENALTY = 0.3;
const SAMPLES = 72;
const TAPS = 2;
/** Pixels of the level picture around the best course. */
const SHARPEN = 5;

/**
 * Looks for the four edges of a page near where it is expected, each on its own, so that turns and tilts of some degrees
 * are followed.
 * @param size of the expected page in millimetres
 */
export function fitSides(
  picture: Picture,
  expected: Quad,
  size: readonly [number, number],
  slack: Slack,
): FittedSides {
  const [width, height] = size;
  const scale = distance(expected[0], expected[1]) / width;
  const px = Math.min(FINENESS, scale, MOST_PIXELS / (Math.max(width, height) + 2 * MARGIN));
  const place = outward(expected, size, px);
  const level = warp(
    picture,
    place,
    Math.round((width + 2 * MARGIN) * px),
    Math.round((height + 2 * MARGIN) * px),
    TAPS,
  );
  const upright = ridges(level, true);
  const lying = ridges(level, false);
  const [w, h] = [width * px, height * px];
  const m = MARGIN * px;
  const inPx = (side: SideName): [number, number] => [slack[side][0] * px, slack[side][1] * px];
  const found = {
    top: follow(lying, m, m, w, inPx('top')),
    bottom: follow(lying, m + h, m, w, inPx('bottom')),
    left: follow(upright, m, m, h, inPx('left')),
    right: follow(upright, m + w, m, h, inPx('right')),
  };
  const line = ({ start, end }: Course, from: number, length: number, isUpright: boolean): [Point, Point] =>
    isUpright
      ? [
          { x: start, y: from },
          { x: end, y: from + length },
        ]
      : [
          { x: from, y: start },
          { x: from + length, y: end },
        ];
  const top = line(found.top, m, w, false);
  const bottom = line(found.bottom, m, w, false);
  const left = line(found.left, m, h, true);
  const right = line(found.right, m, h, true);
  const corners = [meet(top, left), meet(top, right), meet(bottom, right), meet(bottom, left)].map((one) =>
    project(place, one),
  ) as unknown as Quad;
  return { corners, sides: found };
}

/** From pixels of the level picture to those of the picture it was made from. */
function outward(expected: Quad, [width, height]: readonly [number, number], px: number): Homography {
  const page = rectangleToQuad(width, height, expected);
  const out = [
    [-MARGIN, -MARGIN],
    [width + MARGIN, -MARGIN],
    [width + MARGIN, height + MARGIN],
    [-MARGIN, height + MARGIN],
  ].map(([x = 0, y = 0]) => project(page, { x, y })) as unknown as Quad;
  return rectangleToQuad((width + 2 * MARGIN) * px, (height + 2 * MARGIN) * px, out);
}

interface Course extends FittedSide {
  /** Where it crosses the first and the last line of the expected page. */
  readonly start: number;
  readonly end: number;
}

/** The best straight course through the ridges near the expected one. */
function follow(
  ridge: Ridge,
  expected: number,
  from: number,
  length: number,
  [near, far]: [number, number],
): Course {
  let best = { score: -Infinity, support: 0, start: 0, end: 0 };
  for (let start = -Math.floor(near); start <= near; start += 1)
    for (let end = -Math.floor(far); end <= far; end += 1) {
      const penalty = (FAR_PENALTY * ((start / near) ** 2 + (end / far) ** 2)) / 2;
      if (1 - penalty <= best.score) continue;
      const support = mean(ridge.strength, ridge.long, expected + start, expected + end, from, length);
      if (support - penalty > best.score) best = { score: support - penalty, support, start, end };
    }
  const seen = best.support >= LEAST_SUPPORT;
  if (!seen) return { support: best.support, start: expected, end: expected, seen };
  return {
    support: best.support,
    seen,
    ...sharpen(ridge, expected + best.start, expected + best.end, from, length),
  };
}

/** The edge itself among the courses close by, which are as good for being smoothed. */
function sharpen(
  { sharp, long }: Ridge,
  start: number,
  end: number,
  from: number,
  length: number,
): { start: number; end: number } {
  let best = { sum: -Infinity, start, end };
  for (let a = start - SHARPEN; a <= start + SHARPEN; a += 0.5)
    for (let b = end - SHARPEN; b <= end + SHARPEN; b += 0.5) {
      const sum = mean(sharp, long, a, b, from, length);
      if (sum > best.sum) best = { sum, start: a, end: b };
    }
  return { start: best.start, end: best.end };
}

function mean(
  values: Float32Array,
  long: number,
  start: number,
  end: number,
  from: number,
  length: number,
): number {
  let sum = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const part = (sample + 0.5) / SAMPLES;
    const row = Math.floor(from + part * length) * long;
    const across = start + (end - start) * part;
    const whole = Math.floor(across);
    const right = across - whole;
    sum += (values[row + whole] ?? 0) * (1 - right) + (values[row + whole + 1] ?? 0) * right;
  }
  return sum / SAMPLES;
}
