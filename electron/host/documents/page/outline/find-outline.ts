import { areaOf, type Point, type Quad, ratioOf, sidesOf } from '../geometry/homography.ts';
import type { Picture } from '../picture/picture.ts';
import { type Content, findContent } from './content.ts';
import { type Level, levelOf } from './level.ts';
import type { Outline } from './outline.ts';
import type { Candidate } from './quad-score.ts';
import { findQuad } from './quads.ts';
import { fitSides, type Slack } from './sides.ts';
import { isWhole, likelySize, standardSize } from './sizes.ts';

/** Least of the picture that is print where a document lies: a card on the largest glass has eight times that. */
const LEAST_CONTENT = 0.01;
/** Where dust and rails run together, and only what is blurred and large is looked for. */
const LEAST_CONTENT_SMALL = 0.08;
/** Documents have 0.23 and more; patterns of lids have 0.06 and rails 0.25, but in strips. */
const LEAST_UNEVENNESS = 0.2;
const MOST_RATIO = 3.4;
const LEAST_FILL = 0.2;
/** A border counts less than an edge, so a side that ends at the picture's border is asked for less. */
const LEAST_SCORE = 1.05;
const LESS_A_BORDER = 0.03;
/** Print this near to the border goes on beyond it, as part of the picture's side. */
const NEAR_BORDER = 0.04;
/** Around print that shows no edge, in millimetres of a card: Doc 9303-5 §2.2 keeps this margin free. */
const FREE_MARGIN = 2;
const CARD_PRINT = 81.6;

/** A picture with a document's ratio is taken for one if the print spans so much of it, and nothing lies calmly around. */
const FULL = 0.5;
const CALM = 0.8;
const SLACK: Slack = { top: [2, 2], right: [2, 2], bottom: [2, 2], left: [2, 2] };

/**
 * The document in a picture that shows no zone: what has four straight edges around what is printed, else the print
 * itself; undefined when there is nothing printed.
 */
export function findOutline(picture: Picture): Outline | undefined {
  return (
    outlineAt(picture, levelOf(picture), LEAST_CONTENT) ??
    outlineAt(picture, levelOf(picture, 'small'), LEAST_CONTENT_SMALL)
  );
}

function outlineAt(picture: Picture, level: Level, leastContent: number): Outline | undefined {
  const content = findContent(level);
  if (!content || content.area < leastContent || !isDocument(content)) return undefined;
  const borders = reachedBorders(level, content.corners);
  const bonus = (corners: Quad): number => bonusOf(enlarged(corners, level), picture.dotsPerInch);
  const quad = findQuad(level, { borders, print: content.corners, bonus });
  const drawn = quad && isSeen(quad) ? quad : undefined;
  const whole = landscape(borderOf(picture));
  const size = standardSize(whole, picture.dotsPerInch);
  const fills = size && areaOf(content.corners) > FULL * level.width * level.height;
  if (fills && !(drawn && isApart(drawn))) return { corners: whole, size, cutOff: false, by: 'picture' };
  return drawn ? outlineOf(picture, level, drawn) : aroundContent(picture, level, content, borders);
}

/** A size that the file's own resolution confirms is worth more than a ratio. */
function bonusOf(corners: Quad, dotsPerInch: number | null): number {
  if (!standardSize(landscape(corners), dotsPerInch)) return 0;
  return dotsPerInch ? 0.2 : 0.08;
}

function isDocument({ corners, fill, unevenness }: Content): boolean {
  return fill >= LEAST_FILL && unevenness >= LEAST_UNEVENNESS && ratioOf(corners) <= MOST_RATIO;
}

/** Top, right, bottom and left. */
function reachedBorders({ width, height }: Level, corners: Quad): boolean[] {
  const near = NEAR_BORDER * Math.max(width, height);
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  return [
    Math.min(...ys) < near,
    Math.max(...xs) > width - near,
    Math.max(...ys) > height - near,
    Math.min(...xs) < near,
  ];
}

/** Whether there is a surround, and nothing in it. */
function isApart({ calm, borders }: Candidate): boolean {
  return calm >= CALM && borders === 0;
}

function isSeen({ score, borders }: Candidate): boolean {
  return score >= LEAST_SCORE - LESS_A_BORDER * borders;
}

function outlineOf(picture: Picture, level: Level, { corners, borders }: Candidate): Outline {
  const lying = landscape(enlarged(corners, level));
  const size = likelySize(lying, picture.dotsPerInch);
  const exact = fitSides(picture, lying, size, SLACK).corners;
  const cutOff = borders > 0 && !isWhole(exact, picture.dotsPerInch);
  return { corners: exact, size, cutOff, by: 'edges' };
}

/** A side that shows no edges: its print and the margin around it, as far as the picture goes. */
function aroundContent(
  picture: Picture,
  level: Level,
  content: Content,
  reached: readonly boolean[],
): Outline {
  const by = reached.every(Boolean) ? 'picture' : 'print';
  const corners = landscape(by === 'picture' ? borderOf(picture) : enlarged(widened(content.corners), level));
  return { corners, size: likelySize(corners, picture.dotsPerInch), cutOff: reached.some(Boolean), by };
}

function borderOf({ width, height }: Picture): Quad {
  const [right, bottom] = [width - 0.5, height - 0.5];
  return [
    { x: -0.5, y: -0.5 },
    { x: right, y: -0.5 },
    { x: right, y: bottom },
    { x: -0.5, y: bottom },
  ];
}

function enlarged(corners: Quad, { scale }: Level): Quad {
  return corners.map(({ x, y }) => ({
    x: (x + 0.5) / scale - 0.5,
    y: (y + 0.5) / scale - 0.5,
  })) as unknown as Quad;
}

/** The free margin of a card put around its print. */
function widened(corners: Quad): Quad {
  const [width, height] = sidesOf(corners);
  const margin = (FREE_MARGIN * Math.max(width, height)) / CARD_PRINT;
  const [a, b, , d] = corners;
  const along = unit(a, b);
  const down = unit(a, d);
  return corners.map((corner, i) => {
    const right = i === 1 || i === 2 ? margin : -margin;
    const low = i >= 2 ? margin : -margin;
    return { x: corner.x + right * along.x + low * down.x, y: corner.y + right * along.y + low * down.y };
  }) as unknown as Quad;
}

function unit(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

/** The corners from the one that is top left when the side lies on its long edge, as little turned as may be. */
function landscape(corners: Quad): Quad {
  const [width, height] = sidesOf(corners);
  const first = width >= height ? 0 : 1;
  const [from, to] = [corners[first]!, corners[first + 1]!];
  const start = to.x - from.x >= 0 ? first : first + 2;
  return [0, 1, 2, 3].map((i) => corners[(start + i) % 4]!) as unknown as Quad;
}
