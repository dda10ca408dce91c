/** A point in pixels of a picture, from the centre of its top left one. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Four corners: top left, top right, bottom right and bottom left of what stands in them. */
export type Quad = readonly [Point, Point, Point, Point];

/** x' = (a x + b y + c) / (g x + h y + 1), y' = (d x + e y + f) / (g x + h y + 1). */
export interface Homography {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
  readonly g: number;
  readonly h: number;
}

/**
 * Takes the rectangle from (0, 0) to (width, height) to the four corners (Heckbert, Fundamentals of Texture Mapping and
 * Image Warping, 1989, §2.2.3).
 */
export function rectangleToQuad(width: number, height: number, [p0, p1, p2, p3]: Quad): Homography {
  const dx1 = p1.x - p2.x;
  const dy1 = p1.y - p2.y;
  const dx2 = p3.x - p2.x;
  const dy2 = p3.y - p2.y;
  const sx = p0.x - p1.x + p2.x - p3.x;
  const sy = p0.y - p1.y + p2.y - p3.y;
  const det = dx1 * dy2 - dx2 * dy1 || 1e-12;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  return {
    a: (p1.x - p0.x + g * p1.x) / width,
    b: (p3.x - p0.x + h * p3.x) / height,
    c: p0.x,
    d: (p1.y - p0.y + g * p1.y) / width,
    e: (p3.y - p0.y + h * p3.y) / height,
    f: p0.y,
    g: g / width,
    h: h / height,
  };
}

export function project({ a, b, c, d, e, f, g, h }: Homography, { x, y }: Point): Point {
  const w = g * x + h * y + 1;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** The way back. */
export function inverse({ a, b, c, d, e, f, g, h }: Homography): Homography {
  const w = a * e - b * d;
  return {
    a: (e - f * h) / w,
    b: (c * h - b) / w,
    c: (b * f - c * e) / w,
    d: (f * g - d) / w,
    e: (a - c * g) / w,
    f: (c * d - a * f) / w,
    g: (d * h - e * g) / w,
    h: (b * g - a * h) / w,
  };
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function areaOf(points: Quad): number {
  let sum = 0;
  for (const [i, { x, y }] of points.entries()) {
    const next = points[(i + 1) % 4]!;
    sum += x * next.y - next.x * y;
  }
  return Math.abs(sum) / 2;
}

/** Mean length of the first and third side, and of the other two. */
export function sidesOf([a, b, c, d]: Quad): readonly [number, number] {
  return [(distance(a, b) + distance(c, d)) / 2, (distance(b, c) + distance(d, a)) / 2];
}

/** Long side over short. */
export function ratioOf(corners: Quad): number {
  const [one, other] = sidesOf(corners);
  return Math.max(one, other) / Math.min(one, other);
}
