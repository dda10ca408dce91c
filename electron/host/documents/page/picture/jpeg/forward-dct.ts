/** What is left to divide by after {@link forwardDct}, by row and column alike. */
const SCALE = [1, 1.387039845, 1.306562965, 1.175875602, 1, 0.785694958, 0.5411961, 0.275899379] as const;

/** One over the quantisation and what the transform leaves out of it; row after row. */
export function divisorsOf(quantisation: readonly number[]): Float32Array {
  return Float32Array.from(quantisation, (step, at) => 1 / (step * SCALE[at >> 3]! * SCALE[at & 7]! * 8));
}

/** The cosine transform of an 8 x 8 block in place, with five multiplications to a row (Arai, Agui, Nakajima 1988). */
export function forwardDct(block: Float32Array): void {
  for (let row = 0; row < 64; row += 8) pass(block, row, 1);
  for (let column = 0; column < 8; column += 1) pass(block, column, 8);
}

function pass(block: Float32Array, first: number, step: number): void {
  const i1 = first + step;
  const i2 = i1 + step;
  const i3 = i2 + step;
  const i4 = i3 + step;
  const i5 = i4 + step;
  const i6 = i5 + step;
  const i7 = i6 + step;
  const s0 = block[first]! + block[i7]!;
  const d0 = block[first]! - block[i7]!;
  const s1 = block[i1]! + block[i6]!;
  const d1 = block[i1]! - block[i6]!;
  const s2 = block[i2]! + block[i5]!;
  const d2 = block[i2]! - block[i5]!;
  const s3 = block[i3]! + block[i4]!;
  const d3 = block[i3]! - block[i4]!;
  const e0 = s0 + s3;
  const e3 = s0 - s3;
  const e1 = s1 + s2;
  const z1 = (s1 - s2 + e3) * Math.SQRT1_2;
  block[first] = e0 + e1;
  block[i4] = e0 - e1;
  block[i2] = e3 + z1;
  block[i6] = e3 - z1;
  const o0 = d3 + d2;
  const o1 = d2 + d1;
  const o2 = d1 + d0;
  const z5 = (o0 - o2) * 0.382683433;
  const z2 = 0.5411961 * o0 + z5;
  const z4 = 1.306562965 * o2 + z5;
  const z3 = o1 * Math.SQRT1_2;
  const z11 = d0 + z3;
  const z13 = d0 - z3;
  block[i5] = z13 + z2;
  block[i3] = z13 - z2;
  block[i1] = z11 + z4;
  block[i7] = z11 - z4;
}
