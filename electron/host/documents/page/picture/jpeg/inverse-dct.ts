import { ZIGZAG } from './zigzag.ts';

const block = new Int32Array(64);
/** The eight results of one pass. */
const line = new Int32Array(8);

/** In 4096ths. */
const fixed = (value: number): number => Math.round(value * 4096);
const C0_541 = fixed(0.5411961);
const C1_847 = fixed(1.847759065);
const C0_765 = fixed(0.765366865);
const C1_175 = fixed(1.175875602);
const C0_298 = fixed(0.298631336);
const C2_053 = fixed(2.053119869);
const C3_072 = fixed(3.072711026);
const C1_501 = fixed(1.50132111);
const C0_899 = fixed(0.899976223);
const C2_562 = fixed(2.562915447);
const C1_961 = fixed(1.96157056);
const C0_390 = fixed(0.390180644);

/**
 * Turns the coefficients of a block into samples: dequantised, and the inverse cosine transform with 11 multiplications
 * to a row (Loeffler, Ligtenberg, Moschytz 1989).
 * @param from coefficients in zigzag order, from index `at`
 * @param last index in zigzag order of the last coefficient that is not 0
 */
export function inverseDct(
  from: Int16Array,
  at: number,
  last: number,
  quantisation: Uint16Array,
  to: Uint8Array,
  start: number,
  stride: number,
): void {
  if (last === 0) {
    const level = clamp(((from[at]! * quantisation[0]! + 4) >> 3) + 128);
    for (let row = 0, target = start; row < 8; row += 1, target += stride) to.fill(level, target, target + 8);
    return;
  }
  block.fill(0);
  for (let k = 0; k <= last; k += 1) block[ZIGZAG[k]!] = from[at + k]! * quantisation[k]!;
  for (let column = 0; column < 8; column += 1) {
    pass(column, 8, 512);
    for (let row = 0; row < 8; row += 1) block[row * 8 + column] = line[row]! >> 10;
  }
  for (let row = 0, target = start; row < 8; row += 1, target += stride) {
    pass(row * 8, 1, 65_536 + (128 << 17));
    for (let column = 0; column < 8; column += 1) to[target + column] = clamp(line[column]! >> 17);
  }
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

function pass(first: number, step: number, rounding: number): void {
  const s0 = block[first]!;
  const s1 = block[first + step]!;
  const s2 = block[first + 2 * step]!;
  const s3 = block[first + 3 * step]!;
  const s4 = block[first + 4 * step]!;
  const s5 = block[first + 5 * step]!;
  const s6 = block[first + 6 * step]!;
  const s7 = block[first + 7 * step]!;
  const middle = (s2 + s6) * C0_541;
  const low = middle - s6 * C1_847;
  const high = middle + s2 * C0_765;
  const sum = (s0 + s4) * 4096 + rounding;
  const difference = (s0 - s4) * 4096 + rounding;
  const e0 = sum + high;
  const e3 = sum - high;
  const e1 = difference + low;
  const e2 = difference - low;
  const p5 = (s7 + s3 + s5 + s1) * C1_175;
  const p1 = p5 - (s7 + s1) * C0_899;
  const p2 = p5 - (s5 + s3) * C2_562;
  const p3 = -(s7 + s3) * C1_961;
  const p4 = -(s5 + s1) * C0_390;
  const o3 = s1 * C1_501 + p1 + p4;
  const o2 = s3 * C3_072 + p2 + p3;
  const o1 = s5 * C2_053 + p2 + p4;
  const o0 = s7 * C0_298 + p1 + p3;
  line[0] = e0 + o3;
  line[7] = e0 - o3;
  line[1] = e1 + o2;
  line[6] = e1 - o2;
  line[2] = e2 + o1;
  line[5] = e2 - o1;
  line[3] = e3 + o0;
  line[4] = e3 - o0;
}
