import { CLASSES } from './alphabet.ts';
import { PATCH } from './patch.ts';

const P = PATCH;
const H = P / 2;
const Q = H / 2;

/** Channels of the two convolutions and width of the hidden layer. */
export const CHANNELS_1 = 8;
export const CHANNELS_2 = 20;
export const HIDDEN = 80;
export const FLAT = Q * Q * CHANNELS_2;

/**
 * Weights in the order they stand in the file. Convolutions are 3 x 3 with a border of zeros: `kernel1` [tap][to],
 * `kernel2` [to][tap][from]; the dense layers are [to][from].
 */
export interface GlyphWeights {
  readonly kernel1: Float32Array;
  readonly bias1: Float32Array;
  readonly kernel2: Float32Array;
  readonly bias2: Float32Array;
  readonly dense1: Float32Array;
  readonly denseBias1: Float32Array;
  readonly dense2: Float32Array;
  readonly denseBias2: Float32Array;
}

export const WEIGHT_SIZES: Readonly<Record<keyof GlyphWeights, number>> = {
  kernel1: 9 * CHANNELS_1,
  bias1: CHANNELS_1,
  kernel2: CHANNELS_2 * 9 * CHANNELS_1,
  bias2: CHANNELS_2,
  dense1: HIDDEN * FLAT,
  denseBias1: HIDDEN,
  dense2: CLASSES * HIDDEN,
  denseBias2: CLASSES,
};

/** What the layers hold after a pass; the training reads them for the way back. */
export interface Activations {
  readonly input: Float32Array;
  readonly conv1: Float32Array;
  readonly pool1: Float32Array;
  readonly conv2: Float32Array;
  readonly pool2: Float32Array;
  readonly hidden: Float32Array;
  readonly output: Float32Array;
}

export function createActivations(): Activations {
  return {
    input: new Float32Array((P + 2) * (P + 2)),
    conv1: new Float32Array(P * P * CHANNELS_1),
    pool1: new Float32Array((H + 2) * (H + 2) * CHANNELS_1),
    conv2: new Float32Array(H * H * CHANNELS_2),
    pool2: new Float32Array(FLAT),
    hidden: new Float32Array(HIDDEN),
    output: new Float32Array(CLASSES),
  };
}

/**
 * One patch through the net: two convolutions with rectifier and 2 x 2 maxima, two dense layers, softmax.
 * The probabilities of the {@link CLASSES} are left in `state.output`. Activations hold the values after the rectifier.
 */
export function forward(
  net: GlyphWeights,
  patches: Float32Array,
  at: number,
  state: Activations,
  dropout?: Float32Array,
): void {
  const { input, hidden, output } = state;
  for (let y = 0; y < P; y += 1)
    for (let x = 0; x < P; x += 1) input[(y + 1) * (P + 2) + x + 1] = patches[at + y * P + x]!;
  convolve1(net, state);
  pool(state.conv1, P, CHANNELS_1, state.pool1, H + 2, 1);
  convolve2(net, state);
  pool(state.conv2, H, CHANNELS_2, state.pool2, Q, 0);
  dense(state.pool2, net.dense1, net.denseBias1, hidden);
  for (let i = 0; i < HIDDEN; i += 1) {
    const kept = dropout ? dropout[i]! : 1;
    hidden[i] = hidden[i]! > 0 ? hidden[i]! * kept : 0;
  }
  dense(hidden, net.dense2, net.denseBias2, output);
  softmax(output);
}

function convolve1(net: GlyphWeights, { input, conv1 }: Activations): void {
  const C = CHANNELS_1;
  const { kernel1, bias1 } = net;
  for (let y = 0; y < P; y += 1)
    for (let x = 0; x < P; x += 1) {
      const corner = y * (P + 2) + x;
      const i0 = input[corner]!;
      const i1 = input[corner + 1]!;
      const i2 = input[corner + 2]!;
      const i3 = input[corner + P + 2]!;
      const i4 = input[corner + P + 3]!;
      const i5 = input[corner + P + 4]!;
      const i6 = input[corner + 2 * P + 4]!;
      const i7 = input[corner + 2 * P + 5]!;
      const i8 = input[corner + 2 * P + 6]!;
      const to = (y * P + x) * C;
      for (let c = 0; c < C; c += 1) {
        const sum =
          bias1[c]! +
          i0 * kernel1[c]! +
          i1 * kernel1[C + c]! +
          i2 * kernel1[2 * C + c]! +
          i3 * kernel1[3 * C + c]! +
          i4 * kernel1[4 * C + c]! +
          i5 * kernel1[5 * C + c]! +
          i6 * kernel1[6 * C + c]! +
          i7 * kernel1[7 * C + c]! +
          i8 * kernel1[8 * C + c]!;
        conv1[to + c] = sum > 0 ? sum : 0;
      }
    }
}

const RUN = 3 * CHANNELS_1;

function convolve2(net: GlyphWeights, { pool1, conv2 }: Activations): void {
  const { kernel2, bias2 } = net;
  const line = (H + 2) * CHANNELS_1;
  for (let y = 0; y < H; y += 1)
    for (let x = 0; x < H; x += 1) {
      const a = y * line + x * CHANNELS_1;
      const b = a + line;
      const d = b + line;
      const to = (y * H + x) * CHANNELS_2;
      for (let c = 0, w = 0; c < CHANNELS_2; c += 1, w += 3 * RUN) {
        let s0 = bias2[c]!;
        let s1 = 0;
        let s2 = 0;
        for (let k = 0; k < RUN; k += 1) {
          s0 += pool1[a + k]! * kernel2[w + k]!;
          s1 += pool1[b + k]! * kernel2[w + RUN + k]!;
          s2 += pool1[d + k]! * kernel2[w + 2 * RUN + k]!;
        }
        const sum = s0 + s1 + s2;
        conv2[to + c] = sum > 0 ? sum : 0;
      }
    }
}

function pool(
  from: Float32Array,
  side: number,
  channels: number,
  to: Float32Array,
  toSide: number,
  border: number,
): void {
  const line = side * channels;
  for (let y = 0; y < side / 2; y += 1)
    for (let x = 0; x < side / 2; x += 1) {
      const a = 2 * y * line + 2 * x * channels;
      const out = ((y + border) * toSide + x + border) * channels;
      for (let c = 0; c < channels; c += 1) {
        const p = a + c;
        let most = from[p]!;
        if (from[p + channels]! > most) most = from[p + channels]!;
        if (from[p + line]! > most) most = from[p + line]!;
        if (from[p + line + channels]! > most) most = from[p + line + channels]!;
        to[out + c] = most;
      }
    }
}

function dense(from: Float32Array, weights: Float32Array, bias: Float32Array, to: Float32Array): void {
  const wide = from.length;
  for (let j = 0, w = 0; j < to.length; j += 1, w += wide) {
    let s0 = bias[j]!;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = 0; k < wide; k += 4) {
      s0 += from[k]! * weights[w + k]!;
      s1 += from[k + 1]! * weights[w + k + 1]!;
      s2 += from[k + 2]! * weights[w + k + 2]!;
      s3 += from[k + 3]! * weights[w + k + 3]!;
    }
    to[j] = s0 + s1 + s2 + s3;
  }
}

function softmax(values: Float32Array): void {
  let most = -Infinity;
  for (let i = 0; i < values.length; i += 1) if (values[i]! > most) most = values[i]!;
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    const one = Math.exp(values[i]! - most);
    values[i] = one;
    sum += one;
  }
  for (let i = 0; i < values.length; i += 1) values[i] = values[i]! / sum;
}
