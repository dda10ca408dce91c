import type { MrzImageReading } from '../../image/index.ts';
import type { Picture } from '../picture/picture.ts';
import { findOutline } from './find-outline.ts';
import type { Outline } from './outline.ts';
import { outlineOfZone } from './zone-outline.ts';

/** A zone that could not be read may be no zone: so many edges have to be where it has them, or beyond the picture. */
const LEAST_EDGES = 3;

/** The document in a picture, by its zone or else by its edges; undefined when there is none. */
export function locate(picture: Picture, reading: MrzImageReading): Outline | undefined {
  const byZone = outlineOfZone(picture, reading);
  const isSure = byZone && (reading.outcome !== 'unreadable' || byZone.edges >= LEAST_EDGES);
  return isSure ? byZone.outline : findOutline(picture);
}
