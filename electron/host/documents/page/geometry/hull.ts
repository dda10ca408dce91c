import type { Point, Quad } from './homography.ts';

const turnOf = (a: Point, b: Point, c: Point): number =>
  (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

/** The convex hull, clockwise as it is seen (Andrew's monotone chain). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const chain = (from: readonly Point[]): Point[] => {
    const hull: Point[] = [];
    for (const point of from) {
      while (hull.length > 1 && turnOf(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  const hull = [...chain(sorted), ...chain(sorted.toReversed())];
  return hull.length > 0 ? hull : sorted.slice(0, 1);
}

/** The rectangle of least area around the points; one of its sides lies on the hull. */
export function smallestRectangle(points: readonly Point[]): Quad {
  const hull = convexHull(points);
  let best: { area: number; corners: Quad } | undefined;
  for (const [i, from] of hull.entries()) {
    const to = hull[(i + 1) % hull.length]!;
    const one = rectangleAlong(hull, Math.atan2(to.y - from.y, to.x - from.x));
    if (!best || one.area < best.area) best = one;
  }
  return best!.corners;
}

function rectangleAlong(hull: readonly Point[], angle: number): { area: number; corners: Quad } {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const along = hull.map(({ x, y }) => x * c + y * s);
  const across = hull.map(({ x, y }) => y * c - x * s);
  const [left, right] = [Math.min(...along), Math.max(...along)];
  const [top, bottom] = [Math.min(...across), Math.max(...across)];
  const at = (u: number, v: number): Point => ({ x: u * c - v * s, y: u * s + v * c });
  return {
    area: (right - left) * (bottom - top),
    corners: [at(left, top), at(right, top), at(right, bottom), at(left, bottom)],
  };
}
