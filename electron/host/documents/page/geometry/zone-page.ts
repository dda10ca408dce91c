import type { MrzImageReading } from '../../image/index.ts';
import { formatOf, type PageFormat, PITCH_MM } from './formats.ts';
import type { Point, Quad } from './homography.ts';

/** The page that a zone belongs to, as far as the zone alone tells. */
export interface ZonePage {
  readonly format: PageFormat;
  /** Corners of the page, within a millimetre or two: issuers may move the zone by one. */
  readonly corners: Quad;
  /** Pixels of the picture to a millimetre. */
  readonly scale: number;
}

/**
 * Where the page of a zone must stand. Length and direction are the zone's own; across it the scale is taken to be the
 * same, for two lines of text are too low to carry a perspective.
 */
export function pageOfZone({ lines, corners }: MrzImageReading): ZonePage | undefined {
  const format = formatOf(lines);
  if (!format || !corners) return undefined;
  const [topLeft, topRight, bottomRight, bottomLeft] = corners;
  const left = middle(topLeft, bottomLeft);
  const right = middle(topRight, bottomRight);
  const length = Math.hypot(right.x - left.x, right.y - left.y);
  const scale = length / (lines[0]!.length * PITCH_MM);
  const along = { x: (right.x - left.x) / length, y: (right.y - left.y) / length };
  const across = { x: -along.y, y: along.x };
  const centre = (format.lines[0]! + format.lines.at(-1)!) / 2;
  const at = (x: number, y: number): Point => {
    const dx = (x - format.left) * scale;
    const dy = (y - centre) * scale;
    return { x: left.x + dx * along.x + dy * across.x, y: left.y + dx * along.y + dy * across.y };
  };
  const { width, height } = format;
  return { format, scale, corners: [at(0, 0), at(width, 0), at(width, height), at(0, height)] };
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
