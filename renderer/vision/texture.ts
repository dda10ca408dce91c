import type { Raster } from './raster.ts';

/** In-place radix-2 transform of `real` and `imaginary` (Cooley and Tukey 1965); the length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j |= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j]!, real[i]!];
      [imaginary[i], imaginary[j]] = [imaginary[j]!, imaginary[i]!];
    }
  }
  for (let size = 2; size <= n; size <<= 1) {
    const half = size >> 1;
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / size;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let even = k; even < n; even += size) {
        const odd = even + half;
        const re = real[odd]! * c - imaginary[odd]! * s;
        const im = real[odd]! * s + imaginary[odd]! * c;
        real[odd] = real[even]! - re;
        imaginary[odd] = imaginary[even]! - im;
        real[even]! += re;
        imaginary[even]! += im;
      }
    }
  }
}

/** Power of a square luma patch over its frequencies, both from 0 to the patch's side minus one, unshifted. */
function powerOf(patch: Float64Array, side: number): Float64Array {
  const real = Float64Array.from(patch);
  const imaginary = new Float64Array(side * side);
  for (let y = 0; y < side; y++) {
    transform(real.subarray(y * side, (y + 1) * side), imaginary.subarray(y * side, (y + 1) * side));
  }
  const re = new Float64Array(side);
  const im = new Float64Array(side);
  for (let x = 0; x < side; x++) {
    for (let y = 0; y < side; y++) {
      re[y] = real[y * side + x]!;
      im[y] = imaginary[y * side + x]!;
    }
    transform(re, im);
    for (let y = 0; y < side; y++) real[y * side + x] = re[y]! ** 2 + im[y]! ** 2;
  }
  return real;
}

/** Pixels of the patch's side: the larger one that the face has room for. */
const SIDES = [128, 64] as const;
/** Cycles a pixel below which a face has detail of its own, and a ring of frequencies to compare a peak with. */
const LOWEST = 0.078;
const RING = 4;
/** Times the mean of its ring at which a frequency is a peak; noise alone reaches about nine among so many. */
const PEAK = 16;
/** Times its neighbours along an axis at which a frequency on it is one. */
const ALONG = 6;

/**
 * Share of the patch's finer detail that lies in narrow peaks of its spectrum: the lattice of a screen, the raster of a
 * print, or the moiré of both with the camera's own. Skin and noise have none.
 *
 * @param raster at least 64 pixels on each side, unscaled as far as possible; its middle is looked at
 * @returns 0 to 1; 0 for pictures that are too small
 */
export function periodicity({ width, height, data }: Raster): number {
  const side = SIDES.find((length) => length <= Math.min(width, height));
  if (side === undefined) return 0;
  const [left, top] = [(width - side) >> 1, (height - side) >> 1];
  const patch = new Float64Array(side * side);
  let mean = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const k = 4 * ((y + top) * width + x + left);
      const luma = 0.299 * data[k]! + 0.587 * data[k + 1]! + 0.114 * data[k + 2]!;
      patch[y * side + x] = luma;
      mean += luma / patch.length;
    }
  }
  const hann = (k: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      patch[y * side + x] = (patch[y * side + x]! - mean) * hann(x) * hann(y);
    }
  }
  const power = powerOf(patch, side);
  const at = (u: number, v: number) => power[((v + side) % side) * side + ((u + side) % side)]!;
  const upright = (u: number) => Math.abs(u) < 2;
  /** JPEG's blocks of eight pixels have peaks of their own on the axes, which the window makes three wide. */
  const isBlock = (u: number, v: number) => {
    const [near, far] = [Math.min(Math.abs(u), Math.abs(v)), Math.max(Math.abs(u), Math.abs(v))];
    const beyond = far % (side / 8);
    return upright(near) && Math.min(beyond, side / 8 - beyond) < 2;
  };
  /** On the axes an edge of the picture has a ridge, on which only what stands out along it is a peak. */
  const ridge = (u: number, v: number) => {
    if (!upright(u) && !upright(v)) return 0;
    const along = (step: number) => (upright(u) ? at(u, v + step) : at(u + step, v));
    return Math.max(along(-RING), along(RING));
  };
  let fine = 0;
  let peaks = 0;
  for (let v = 0; v <= side / 2; v++) {
    for (let u = -side / 2 + 1; u <= side / 2; u++) {
      if (Math.hypot(u, v) < LOWEST * side || isBlock(u, v)) continue;
      const here = at(u, v);
      fine += here;
      let ring = 0;
      for (let k = -RING; k < RING; k++) {
        ring += at(u + k, v - RING) + at(u + RING, v + k) + at(u - k, v + RING) + at(u - RING, v - k);
      }
      if (here > (PEAK * ring) / (8 * RING) && here > ALONG * ridge(u, v)) peaks += here;
    }
  }
  return fine > 0 ? peaks / fine : 0;
}

/**
 * How far straight, upright edges stand beside and below the head, 0 to 1: the rim of a telephone, a screen or a sheet held
 * before the camera. A room has edges too, a door's on both sides and above; below the head it has none, for there the
 * person's own body is.
 *
 * @param raster the picture around the head, the head in its middle third
 * @returns the weakest of the strongest edges on the left, on the right and below
 */
export function framing({ width, height, data }: Raster): number {
  const luma = (x: number, y: number) => {
    const k = 4 * (y * width + x);
    return 0.299 * data[k]! + 0.587 * data[k + 1]! + 0.114 * data[k + 2]!;
  };
  /** Share of a line's pixels at which brightness jumps the same way. */
  const jumps = (length: number, jump: (k: number) => number) => {
    let up = 0;
    let down = 0;
    for (let k = 1; k < length - 1; k++) {
      const step = jump(k);
      if (step > STEP) up += 1;
      else if (step < -STEP) down += 1;
    }
    return Math.max(up, down) / Math.max(1, length - 2);
  };
  const [left, right] = [Math.floor(width * 0.3), Math.ceil(width * 0.7)];
  const bottom = Math.ceil(height * 0.7);
  const column = (x: number) => jumps(height, (y) => luma(x + 1, y) - luma(x - 1, y));
  const row = (y: number) => jumps(width, (x) => luma(x, y + 1) - luma(x, y - 1));
  const strongest = (from: number, to: number, line: (k: number) => number) => {
    let best = 0;
    for (let k = Math.max(1, from); k < to; k++) best = Math.max(best, line(k));
    return best;
  };
  return Math.min(
    strongest(1, left, column),
    strongest(right, width - 1, column),
    strongest(bottom, height - 1, row),
  );
}

/** Difference of brightness over two pixels that is an edge and no noise. */
const STEP = 14;
