import type { PageFormat } from '../geometry/formats.ts';
import type { Quad } from '../geometry/homography.ts';

/** Where one side of a document lies in a picture. */
export interface Outline {
  /** Clockwise from the corner that is its top left; without a zone, from one of the two it may be. */
  readonly corners: Quad;
  /** Width and height in millimetres; without a zone, the likeliest. */
  readonly size: readonly [number, number];
  /** What the zone says it is; undefined without one. */
  readonly format?: PageFormat;
  /** Part of it lies outside the picture. */
  readonly cutOff: boolean;
  /** What it was found by: the zone, its edges, that it fills the picture, or what is printed on it. */
  readonly by: 'zone' | 'edges' | 'picture' | 'print';
}
