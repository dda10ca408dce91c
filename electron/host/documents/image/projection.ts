/** Where the teeth of an even comb stand when it is seen at a slant: tooth i at (at + step·i) / (1 + lean·i). */
export interface Projection {
  readonly at: number;
  readonly step: number;
  readonly lean: number;
}

export function placeOf({ at, step, lean }: Projection, index: number): number {
  return (at + step * index) / (1 + lean * index);
}

/** Distance to the next tooth at one, in parts or whole. */
export function stepAt({ at, step, lean }: Projection, index: number): number {
  return (step - lean * at) / (1 + lean * index) ** 2;
}

/** The tooth, in parts, that stands at a place. */
export function indexAt({ at, step, lean }: Projection, place: number): number {
  return (place - at) / (step - lean * place);
}

/** Fewer teeth than this tell no slant from their own unevenness. */
const LEAST_FOR_LEAN = 20;

/** Least squares through the teeth `indices` at `places`. */
export function fitProjection(indices: readonly number[], places: readonly number[]): Projection {
  const n = indices.length;
  const middle = indices.reduce((sum, one) => sum + one, 0) / n;
  const origin = places.reduce((sum, one) => sum + one, 0) / n;
  let [si, sii, sx, six] = [0, 0, 0, 0];
  for (const [k, index] of indices.entries()) {
    const i = index - middle;
    const x = places[k]! - origin;
    si += i;
    sii += i * i;
    sx += x;
    six += i * x;
  }
  const step = six / (sii || 1);
  if (n <= LEAST_FOR_LEAN) return moved({ at: sx / n, step, lean: 0 }, middle, origin);
  // x (1 + lean i) = at + step i is linear in the three that are sought.
  let [sz, siz, szz, sxz] = [0, 0, 0, 0];
  for (const [k, index] of indices.entries()) {
    const i = index - middle;
    const x = places[k]! - origin;
    const z = -i * x;
    sz += z;
    siz += i * z;
    szz += z * z;
    sxz += x * z;
  }
  const [at, along, lean] = solve([n, si, sz, si, sii, siz, sz, siz, szz], [sx, six, sxz]);
  return moved({ at, step: along, lean }, middle, origin);
}

/** The same teeth, counted and measured from elsewhere. */
function moved({ at, step, lean }: Projection, middle: number, origin: number): Projection {
  const scale = 1 - lean * middle;
  return {
    at: (at - step * middle) / scale + origin,
    step: (step + origin * lean) / scale,
    lean: lean / scale,
  };
}

function solve(m: readonly number[], r: readonly number[]): [number, number, number] {
  const [a, b, c, d, e, f, g, h, i] = m as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [p, q, s] = r as [number, number, number];
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) || 1e-12;
  return [
    (p * (e * i - f * h) - b * (q * i - f * s) + c * (q * h - e * s)) / det,
    (a * (q * i - f * s) - p * (d * i - f * g) + c * (d * s - q * g)) / det,
    (a * (e * s - q * h) - b * (d * s - q * g) + p * (d * h - e * g)) / det,
  ];
}
