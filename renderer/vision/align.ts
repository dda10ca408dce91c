import type { Point } from '../../electron/contract/index.ts';
import { type Raster, type Similarity, warped } from './raster.ts';

/** How a face is laid on the network's input: landmark k of the face goes to template point k. */
export interface Alignment {
  /** Of the face mesh; several stand for the point in their middle. */
  readonly landmarks: readonly (number | readonly number[])[];
  /** Points in the unit square, before padding. */
  readonly template: readonly (readonly number[])[];
  /** Border on every side, as a share of the template. */
  readonly padding: number;
}

/**
 * The similarity that takes `from` to `to` with the least sum of squared distances (Umeyama 1991, in the plane and
 * without reflection).
 *
 * @throws RangeError when fewer than two distinct points are given.
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const p = centre(from);
  const q = centre(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  from.forEach((point, k) => {
    const [dx, dy] = [point.x - p.x, point.y - p.y];
    const [ex, ey] = [to[k]!.x - q.x, to[k]!.y - q.y];
    along += dx * ex + dy * ey;
    across += dx * ey - dy * ex;
    spread += dx * dx + dy * dy;
  });
  if (!(spread > 0)) throw new RangeError('a similarity needs two distinct points');
  const a = along / spread;
  const b = across / spread;
  return { a, b, tx: q.x - a * p.x + b * p.y, ty: q.y - b * p.x - a * p.y };
}

const centre = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});

/** The template's points in a square of `side` pixels. */
export function templatePoints({ template, padding }: Alignment, side: number): Point[] {
  return template.map(([x = 0, y = 0]) => ({
    x: ((x + padding) / (1 + 2 * padding)) * side,
    y: ((y + padding) / (1 + 2 * padding)) * side,
  }));
}

/** The similarity from the square of the aligned face to the picture whose landmarks (pixels) are given. */
export function alignmentOf(landmarks: readonly Point[], alignment: Alignment, side: number): Similarity {
  return fitSimilarity(
    templatePoints(alignment, side),
    alignment.landmarks.map((k) => (typeof k === 'number' ? landmarks[k]! : centreOf(k, landmarks))),
  );
}

function centreOf(of: readonly number[], landmarks: readonly Point[]): Point {
  return centre(of.map((k) => landmarks[k]!));
}

/** The face turned upright, scaled and cut to a square of `side` pixels. */
export function alignedFace(
  image: Raster,
  landmarks: readonly Point[],
  alignment: Alignment,
  side: number,
): Raster {
  return warped(image, alignmentOf(landmarks, alignment, side), side);
}

/** Maps a point of the picture back into the aligned square. */
export function inverse({ a, b, tx, ty }: Similarity, { x, y }: Point): Point {
  const scale = a * a + b * b;
  const [dx, dy] = [x - tx, y - ty];
  return { x: (a * dx + b * dy) / scale, y: (a * dy - b * dx) / scale };
}
