import { type GlyphWeights, greyFromRgba, type MrzImageReading, readMrzImage } from '../image/index.ts';
import { areaOf, project, type Quad, rectangleToQuad } from './geometry/homography.ts';
import type { Outline } from './outline/outline.ts';
import type { Picture } from './picture/picture.ts';
import type { Upright } from './upright.ts';

/** A side that is less of the picture than this looks different by itself; for the others it is not worth half a second. */
const MOST_OF_PICTURE = 0.3;

/**
 * Looks for the zone again on the side by itself, where it is larger and straighter than in a picture of a whole glass.
 * @returns the reading, its corners in the whole picture; undefined when there is still no zone, or nothing new to see
 */
export function readAgain(
  picture: Picture,
  outline: Outline,
  side: Upright,
  net: GlyphWeights,
  today?: Date,
): MrzImageReading | undefined {
  if (areaOf(outline.corners) > MOST_OF_PICTURE * picture.width * picture.height) return undefined;
  const reading = readMrzImage(greyFromRgba(side.width, side.height, side.rgba), net, today);
  if (!reading.corners || reading.outcome === 'unreadable') return undefined;
  const place = rectangleToQuad(side.width, side.height, outline.corners);
  const corners = reading.corners.map(({ x, y }) => project(place, { x: x + 0.5, y: y + 0.5 }));
  return { ...reading, corners: corners as unknown as Quad };
}
