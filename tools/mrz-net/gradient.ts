import { CLASSES } from '../../electron/host/documents/image/alphabet.ts';
import {
  type Activations,
  CHANNELS_1,
  CHANNELS_2,
  FLAT,
  type GlyphWeights,
  HIDDEN,
} from '../../electron/host/documents/image/glyph-net.ts';
import { PATCH } from '../../electron/host/documents/image/patch.ts';

const P = PATCH;
const H = P / 2;
const Q = H / 2;
const SMOOTHING = 0.02;

const dOutput = new Float32Array(CLASSES);
const dHidden = new Float32Array(HIDDEN);
const dFlat = new Float32Array(FLAT);
const dPool1 = new Float32Array((H + 2) * (H + 2) * CHANNELS_1);

/**
 * Adds the gradient of the cross entropy of one patch to `sum`, after its forward pass, and returns the loss. Most of
 * the convolutions' outputs lost against a neighbour in the pooling or are zero, and are stepped over.
 */
export function backward(
  net: GlyphWeights,
  state: Activations,
  label: number,
  dropout: Float32Array,
  sum: GlyphWeights,
): number {
  const { output, hidden, pool2, pool1 } = state;
  for (let i = 0; i < CLASSES; i += 1)
    dOutput[i] = output[i]! - (i === label ? 1 - SMOOTHING : 0) - SMOOTHING / CLASSES;
  dHidden.fill(0);
  for (let j = 0, w = 0; j < CLASSES; j += 1, w += HIDDEN) {
    const d = dOutput[j]!;
    sum.denseBias2[j] = sum.denseBias2[j]! + d;
    for (let k = 0; k < HIDDEN; k += 1) {
      sum.dense2[w + k] = sum.dense2[w + k]! + d * hidden[k]!;
      dHidden[k] = dHidden[k]! + d * net.dense2[w + k]!;
    }
  }
  dFlat.fill(0);
  for (let j = 0, w = 0; j < HIDDEN; j += 1, w += FLAT) {
    if (hidden[j]! <= 0) continue;
    const d = dHidden[j]! * dropout[j]!;
    sum.denseBias1[j] = sum.denseBias1[j]! + d;
    for (let k = 0; k < FLAT; k += 1) {
      sum.dense1[w + k] = sum.dense1[w + k]! + d * pool2[k]!;
      dFlat[k] = dFlat[k]! + d * net.dense1[w + k]!;
    }
  }
  dPool1.fill(0);
  const line = (H + 2) * CHANNELS_1;
  const run = 3 * CHANNELS_1;
  for (let y = 0; y < Q; y += 1)
    for (let x = 0; x < Q; x += 1)
      for (let c = 0; c < CHANNELS_2; c += 1) {
        const most = pool2[(y * Q + x) * CHANNELS_2 + c]!;
        const d = dFlat[(y * Q + x) * CHANNELS_2 + c]!;
        if (most <= 0 || d === 0) continue;
        const winner = winnerOf(state.conv2, H, CHANNELS_2, x, y, c, most);
        const a = (2 * y + (winner >> 1)) * line + (2 * x + (winner & 1)) * CHANNELS_1;
        sum.bias2[c] = sum.bias2[c]! + d;
        for (let tap = 0, w = c * 3 * run, from = a; tap < 3; tap += 1, w += run, from += line)
          for (let k = 0; k < run; k += 1) {
            sum.kernel2[w + k] = sum.kernel2[w + k]! + d * pool1[from + k]!;
            dPool1[from + k] = dPool1[from + k]! + d * net.kernel2[w + k]!;
          }
      }
  backwardFirst(state, sum);
  return -Math.log(output[label]! + 1e-9);
}

function backwardFirst(state: Activations, sum: GlyphWeights): void {
  const { input } = state;
  for (let y = 0; y < H; y += 1)
    for (let x = 0; x < H; x += 1)
      for (let c = 0; c < CHANNELS_1; c += 1) {
        const at = ((y + 1) * (H + 2) + x + 1) * CHANNELS_1 + c;
        const d = dPool1[at]!;
        const most = state.pool1[at]!;
        if (most <= 0 || d === 0) continue;
        const winner = winnerOf(state.conv1, P, CHANNELS_1, x, y, c, most);
        const corner = (2 * y + (winner >> 1)) * (P + 2) + 2 * x + (winner & 1);
        sum.bias1[c] = sum.bias1[c]! + d;
        for (let tap = 0; tap < 9; tap += 1) {
          const w = tap * CHANNELS_1 + c;
          const ink = input[corner + Math.trunc(tap / 3) * (P + 2) + (tap % 3)]!;
          sum.kernel1[w] = sum.kernel1[w]! + d * ink;
        }
      }
}

/** Which of the four pooled values was the largest: bit 0 right, bit 1 below. */
function winnerOf(
  from: Float32Array,
  side: number,
  channels: number,
  x: number,
  y: number,
  channel: number,
  most: number,
): number {
  const at = (2 * y * side + 2 * x) * channels + channel;
  if (from[at] === most) return 0;
  if (from[at + channels] === most) return 1;
  return from[at + side * channels] === most ? 2 : 3;
}
