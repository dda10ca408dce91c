import type { Random } from './random.ts';

/** A picture in work: grey levels as real numbers, 0 to 255. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

/** Separable Gaussian, `sigma` in pixels. */
export function blur({ width, height, ink }: Canvas, sigmaX: number, sigmaY: number = sigmaX): void {
  if (sigmaX > 0.2) pass(ink, width, height, 1, width, sigmaX);
  if (sigmaY > 0.2) pass(ink, height, width, width, 1, sigmaY);
}

function pass(
  data: Float32Array,
  long: number,
  many: number,
  step: number,
  next: number,
  sigma: number,
): void {
  const reach = Math.ceil(2.5 * sigma);
  const kernel = Float32Array.from({ length: reach + 1 }, (_, k) => Math.exp(-(k * k) / (2 * sigma * sigma)));
  const total = kernel.reduce((sum, one, k) => sum + (k === 0 ? one : 2 * one), 0);
  const line = new Float32Array(long + 2 * reach);
  for (let row = 0; row < many; row += 1) {
    const base = row * next;
    for (let i = 0; i < line.length; i += 1)
      line[i] = data[base + Math.min(long - 1, Math.max(0, i - reach)) * step]!;
    for (let i = 0; i < long; i += 1) {
      let sum = kernel[0]! * line[i + reach]!;
      for (let k = 1; k <= reach; k += 1) sum += kernel[k]! * (line[i + reach - k]! + line[i + reach + k]!);
      data[base + i * step] = sum / total;
    }
  }
}

/** Fine wavy lines as security paper has them. */
export function guilloche({ width, height, ink }: Canvas, pitch: number, random: Random): void {
  const turn = random.between(0, Math.PI);
  const wave = random.between(0.15, 6) / pitch;
  const bend = random.between(0.1, 0.6) / pitch;
  const depth = random.between(2, 26);
  const phase = random.between(0, 6);
  const across = Math.cos(turn) * wave;
  const down = Math.sin(turn) * wave;
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1)
      ink[at] =
        ink[at]! - depth * (0.5 + 0.5 * Math.sin(x * across + y * down + phase + 2 * Math.sin(x * bend)));
}

/** Light that falls off to one side. */
export function unevenLight({ width, height, ink }: Canvas, random: Random): void {
  const left = random.between(0.6, 1);
  const right = random.between(0.6, 1);
  const low = random.between(-0.12, 0.12);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1)
      ink[at] = ink[at]! * (left + ((right - left) * x) / width + (low * y) / height);
}

/** A pen stroke or the edge of a stamp across the line. */
export function scratch({ width, height, ink }: Canvas, pitch: number, random: Random): void {
  const thick = random.between(0.03, 0.12) * pitch;
  const depth = random.between(20, 120);
  const turn = random.between(0, Math.PI);
  const [nx, ny] = [Math.cos(turn), Math.sin(turn)];
  const offset = nx * random.between(0, width) + ny * random.between(0, height);
  const bend = random.between(-0.15, 0.15) / pitch;
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const along = -ny * x + nx * y;
      const distance = Math.abs(nx * x + ny * y - offset + bend * along * along * 0.1);
      if (distance < thick + 1) ink[at] = ink[at]! - depth * Math.min(1, thick + 1 - distance);
    }
}

export function addNoise({ ink }: Canvas, deviation: number, random: Random): void {
  for (let i = 0; i < ink.length; i += 2) {
    const far = deviation * Math.sqrt(-2 * Math.log(1 - random.next()));
    const turn = 2 * Math.PI * random.next();
    ink[i] = ink[i]! + far * Math.cos(turn);
    if (i + 1 < ink.length) ink[i + 1] = ink[i + 1]! + far * Math.sin(turn);
  }
}

export function clampLevels({ ink }: Canvas): void {
  for (let i = 0; i < ink.length; i += 1)
    ink[i] = ink[i]! < 0 ? 0 : ink[i]! > 255 ? 255 : Math.round(ink[i]!);
}

/** Luminance table of ITU-T T.81 annex K. */
const QUANTISATION = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const COSINES = Float32Array.from({ length: 64 }, (_, i) => {
  const frequency = i >> 3;
  return (
    Math.cos(((2 * (i & 7) + 1) * frequency * Math.PI) / 16) * (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5
  );
});
const block = new Float32Array(64);
const half = new Float32Array(64);

/** What JPEG does to a picture: every 8 x 8 block quantised in its cosine transform, `quality` as in libjpeg. */
export function jpegLike({ width, height, ink }: Canvas, quality: number): void {
  const strength = (quality < 50 ? 5000 / quality : 200 - 2 * quality) / 100;
  for (let top = 0; top + 8 <= height; top += 8)
    for (let left = 0; left + 8 <= width; left += 8) {
      for (let i = 0; i < 64; i += 1) block[i] = ink[(top + (i >> 3)) * width + left + (i & 7)]!;
      transform(block, half, false);
      transform(half, block, false);
      for (let i = 0; i < 64; i += 1) {
        const step = Math.max(1, QUANTISATION[i]! * strength);
        block[i] = Math.round(block[i]! / step) * step;
      }
      transform(block, half, true);
      transform(half, block, true);
      for (let i = 0; i < 64; i += 1) ink[(top + (i >> 3)) * width + left + (i & 7)] = block[i]!;
    }
}

/** One-dimensional cosine transform of each row, written as columns: twice makes the two-dimensional one. */
function transform(from: Float32Array, to: Float32Array, inverse: boolean): void {
  for (let row = 0; row < 8; row += 1)
    for (let k = 0; k < 8; k += 1) {
      let sum = 0;
      for (let n = 0; n < 8; n += 1) sum += from[row * 8 + n]! * COSINES[inverse ? n * 8 + k : k * 8 + n]!;
      to[k * 8 + row] = sum;
    }
}
