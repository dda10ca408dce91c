/** Coefficients of 1, x and x² (the last may be 0). */
export type Polynomial = readonly [number, number, number];

export function valueAt([a, b, c]: Polynomial, x: number): number {
  return a + (b + c * x) * x;
}

export function slopeAt([, b, c]: Polynomial, x: number): number {
  return b + 2 * c * x;
}

/** Least squares fit of degree 1 or 2. */
export function fitPolynomial(xs: readonly number[], ys: readonly number[], degree: 1 | 2): Polynomial {
  const n = xs.length;
  const mean = xs.reduce((sum, x) => sum + x, 0) / n;
  const spread = Math.sqrt(xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n) || 1;
  const m = [0, 0, 0, 0, 0];
  const r = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const t = (xs[i]! - mean) / spread;
    for (let k = 0, power = 1; k < 5; k += 1, power *= t) {
      m[k] = m[k]! + power;
      if (k < 3) r[k] = r[k]! + power * ys[i]!;
    }
  }
  const [a, b, c] = degree === 2 ? solve3(m, r) : [...solve2(m, r), 0];
  const [p, q, s] = [a!, b! / spread, c! / (spread * spread)];
  return [p - q * mean + s * mean * mean, q - 2 * s * mean, s];
}

function solve2(m: readonly number[], r: readonly number[]): [number, number] {
  const det = m[0]! * m[2]! - m[1]! * m[1]! || 1e-12;
  return [(r[0]! * m[2]! - r[1]! * m[1]!) / det, (m[0]! * r[1]! - m[1]! * r[0]!) / det];
}

function solve3(m: readonly number[], r: readonly number[]): [number, number, number] {
  const [m0, m1, m2, m3, m4] = m as [number, number, number, number, number];
  const [r0, r1, r2] = r as [number, number, number];
  const minor0 = m2 * m4 - m3 * m3;
  const minor1 = m1 * m4 - m2 * m3;
  const minor2 = m1 * m3 - m2 * m2;
  const det = m0 * minor0 - m1 * minor1 + m2 * minor2 || 1e-12;
  return [
    (r0 * minor0 - m1 * (r1 * m4 - m3 * r2) + m2 * (r1 * m3 - m2 * r2)) / det,
    (m0 * (r1 * m4 - m3 * r2) - r0 * minor1 + m2 * (m1 * r2 - r1 * m2)) / det,
    (m0 * (m2 * r2 - r1 * m3) - m1 * (m1 * r2 - r1 * m2) + r0 * minor2) / det,
  ];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
