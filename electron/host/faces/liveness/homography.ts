import type { Point } from '../../../contract/index.ts';

/** Shifts the points to their middle and scales them to a mean distance of √2 (Hartley 1997), or the fit is ill-conditioned. */
function normalised(points: readonly Point[]) {
  const n = points.length;
  const x = points.reduce((sum, point) => sum + point.x, 0) / n;
  const y = points.reduce((sum, point) => sum + point.y, 0) / n;
  const mean = points.reduce((sum, point) => sum + Math.hypot(point.x - x, point.y - y), 0) / n;
  const scale = mean > 0 ? Math.SQRT2 / mean : 1;
  return { points: points.map((p) => ({ x: (p.x - x) * scale, y: (p.y - y) * scale })), scale };
}

/** Solves `a · x = b` by elimination with pivots; null when `a` is singular. Both are overwritten. */
function solved(a: number[][], b: number[]): number[] | null {
  const n = b.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(a[row]![column]!) > Math.abs(a[pivot]![column]!)) pivot = row;
    }
    if (Math.abs(a[pivot]![column]!) < 1e-12) return null;
    [a[column], a[pivot]] = [a[pivot]!, a[column]!];
    [b[column], b[pivot]] = [b[pivot]!, b[column]!];
    for (let row = column + 1; row < n; row++) {
      const factor = a[row]![column]! / a[column]![column]!;
      for (let k = column; k < n; k++) a[row]![k]! -= factor * a[column]![k]!;
      b[row]! -= factor * b[column]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let row = n - 1; row >= 0; row--) {
    let sum = b[row]!;
    for (let k = row + 1; k < n; k++) sum -= a[row]![k]! * x[k]!;
    x[row] = sum / a[row]![row]!;
  }
  return x;
}

/**
 * How badly one plane explains both views: the points are mapped by the homography that fits them best (direct linear
 * transformation; Hartley and Zisserman, Multiple View Geometry §4.1), and what is left over is measured. A picture that is
 * tilted or moved leaves nothing but noise; a head that turns does not.
 *
 * @returns root of the mean square of what is left, in the units of `to`; null when the points do not determine a plane
 */
export function planarResidual(from: readonly Point[], to: readonly Point[]): number | null {
  if (from.length !== to.length || from.length < 5) return null;
  const p = normalised(from);
  const q = normalised(to);
  const a = Array.from({ length: 8 }, () => new Array<number>(8).fill(0));
  const b = new Array<number>(8).fill(0);
  const add = (row: number[], value: number) => {
    for (let i = 0; i < 8; i++) {
      for (let k = 0; k < 8; k++) a[i]![k]! += row[i]! * row[k]!;
      b[i]! += row[i]! * value;
    }
  };
  p.points.forEach(({ x, y }, k) => {
    const { x: u, y: v } = q.points[k]!;
    add([x, y, 1, 0, 0, 0, -u * x, -u * y], u);
    add([0, 0, 0, x, y, 1, -v * x, -v * y], v);
  });
  const h = solved(a, b);
  if (!h) return null;
  const squares = p.points.reduce((sum, { x, y }, k) => {
    const w = h[6]! * x + h[7]! * y + 1;
    const u = (h[0]! * x + h[1]! * y + h[2]!) / w;
    const v = (h[3]! * x + h[4]! * y + h[5]!) / w;
    const target = q.points[k]!;
    return sum + (u - target.x) ** 2 + (v - target.y) ** 2;
  }, 0);
  return Math.sqrt(squares / from.length) / q.scale;
}
