import type { MrzImageReading } from '../../image/index.ts';
import { type PageFormat, PITCH_MM } from '../geometry/formats.ts';
import { inverse, type Point, project, type Quad, rectangleToQuad } from '../geometry/homography.ts';
import { pageOfZone } from '../geometry/zone-page.ts';
import type { Picture } from '../picture/picture.ts';
import type { Outline } from './outline.ts';
import { type FittedSides, fitSides, type SideName, type Slack } from './sides.ts';

/** In the order of the corners they begin at. */
const SIDES: readonly SideName[] = ['top', 'right', 'bottom', 'left'];
/** The zone is printed to a millimetre, and far from it a tilt shows. */
const SLACK: Slack = { top: [9, 9], right: [8, 3.5], bottom: [3.5, 3.5], left: [8, 3.5] };
/** How far the zone may stand from its place in the page that was found, in millimetres. */
const MOST_OFF = 2.6;
const MOST_STRETCH = 0.035;
/** What sticks out of the picture by less is margin, in millimetres; the zone's place is not known better. */
const MARGIN: Readonly<Record<SideName, number>> = { top: 4, right: 3.5, bottom: 3, left: 3 };

/** The page of a zone, with how many of its edges are where it has them, or beyond the picture. */
export interface ZoneOutline {
  readonly outline: Outline;
  readonly edges: number;
}

/** The page of a zone: where the zone has it, drawn to the edges that are seen near there. */
export function outlineOfZone(picture: Picture, reading: MrzImageReading): ZoneOutline | undefined {
  const page = pageOfZone(reading);
  if (!page || !reading.corners) return undefined;
  const { format } = page;
  const size = [format.width, format.height] as const;
  const fitted = fitSides(picture, page.corners, size, SLACK);
  const agrees = isConsistent(fitted.corners, format, reading.corners, reading.lines[0]!.length);
  const corners = agrees ? fitted.corners : page.corners;
  const cutOff = isCut(picture, page.corners, corners, page.scale);
  return {
    outline: { corners, size, format, cutOff, by: 'zone' },
    edges: agrees ? countEdges(picture, fitted) : 0,
  };
}

/** Sides whose edge was seen, or that lie where nothing can be. */
function countEdges({ width, height }: Picture, { corners, sides }: FittedSides): number {
  const isBeyond = ({ x, y }: Point): boolean => x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5;
  return SIDES.filter(
    (name, i) => sides[name].seen || (isBeyond(corners[i]!) && isBeyond(corners[(i + 1) % 4]!)),
  ).length;
}

/** Whether the zone stands where the format has it, were the page here. */
function isConsistent(corners: Quad, format: PageFormat, zone: Quad, length: number): boolean {
  const toPage = inverse(rectangleToQuad(format.width, format.height, corners));
  const [topLeft, topRight, bottomRight, bottomLeft] = zone.map((corner) =>
    project(toPage, corner),
  ) as unknown as Quad;
  const left = (topLeft.x + bottomLeft.x) / 2;
  const right = (topRight.x + bottomRight.x) / 2;
  const centre = (topLeft.y + topRight.y + bottomRight.y + bottomLeft.y) / 4;
  const expected = (format.lines[0]! + format.lines.at(-1)!) / 2;
  return (
    Math.abs((right - left) / (length * PITCH_MM) - 1) < MOST_STRETCH &&
    Math.abs(left - format.left) < MOST_OFF &&
    Math.abs(centre - expected) < MOST_OFF
  );
}

/** Whether the page goes on beyond the picture: one that ends where the picture does is whole. */
function isCut({ width, height }: Picture, expected: Quad, found: Quad, scale: number): boolean {
  const outside = ({ x, y }: Point): number =>
    Math.max(-0.5 - x, -0.5 - y, x - width + 0.5, y - height + 0.5) / scale;
  return SIDES.some((name, i) => {
    const ends = [i, (i + 1) % 4] as const;
    const isBorder = ends.every((end) => Math.abs(outside(found[end]!)) < 0.7);
    // Seen at the border, but the zone says there is more.
    const beyond = ends.map((end) => outside((isBorder ? expected : found)[end]!));
    return (beyond[0]! + beyond[1]!) / 2 > MARGIN[name];
  });
}
