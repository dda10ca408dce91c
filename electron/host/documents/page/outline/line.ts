import type { Point } from '../geometry/homography.ts';

/** Where two lines meet, each given by two of its points; parallel ones far away. */
export function meet([p, q]: readonly [Point, Point], [r, s]: readonly [Point, Point]): Point {
  const [dx, dy] = [q.x - p.x, q.y - p.y];
  const [ex, ey] = [s.x - r.x, s.y - r.y];
  const det = dx * ey - dy * ex || 1e-9;
  const t = ((r.x - p.x) * ey - (r.y - p.y) * ex) / det;
  return { x: p.x + t * dx, y: p.y + t * dy };
}
