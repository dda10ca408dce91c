import { readFileSync } from 'node:fs';
import jpeg from 'jpeg-js';

/** Pixels: RGBA, eight bits each, row by row from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export function decoded(bytes: Uint8Array): Picture {
  const { width, height, data } = jpeg.decode(bytes, { useTArray: true });
  return { width, height, data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength) };
}

const known = new Map<string, Picture>();

/** A JPEG from a file; decoded once. */
export function pictureOf(file: string): Picture {
  const picture = known.get(file) ?? decoded(readFileSync(file));
  known.set(file, picture);
  return picture;
}

export function encoded({ width, height, data }: Picture, quality: number): Uint8Array<ArrayBuffer> {
  const bytes = jpeg.encode({ width, height, data: Buffer.from(data.buffer) }, quality).data;
  return Uint8Array.from(bytes);
}

/** A seeded source of numbers in [-1, 1]: mulberry32. */
export function noiseOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2147483648 - 1;
  };
}

/** Writes red, green and blue between the pixels at (x, y) to `out`; pixel k covers [k, k + 1), the edges go on for ever. */
export function sample({ width, height, data }: Picture, x: number, y: number, out: Float64Array): void {
  const u = Math.min(width - 1, Math.max(0, x - 0.5));
  const v = Math.min(height - 1, Math.max(0, y - 0.5));
  const left = Math.floor(u);
  const top = Math.floor(v);
  const fx = u - left;
  const fy = v - top;
  const a = 4 * (top * width + left);
  const right = left < width - 1 ? 4 : 0;
  const below = top < height - 1 ? 4 * width : 0;
  for (let channel = 0; channel < 3; channel++) {
    const k = a + channel;
    const upper = data[k]! * (1 - fx) + data[k + right]! * fx;
    const lower = data[k + below]! * (1 - fx) + data[k + below + right]! * fx;
    out[channel] = upper * (1 - fy) + lower * fy;
  }
}

/** A picture of the same size whose every pixel `colour` writes into the array it is given. */
export function painted(
  width: number,
  height: number,
  colour: (x: number, y: number, out: Float64Array) => void,
): Picture {
  const data = new Uint8ClampedArray(4 * width * height);
  const out = new Float64Array(3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      colour(x, y, out);
      const k = 4 * (y * width + x);
      data[k] = out[0]!;
      data[k + 1] = out[1]!;
      data[k + 2] = out[2]!;
      data[k + 3] = 255;
    }
  }
  return { width, height, data };
}

/** What a camera adds to what it sees. */
export interface Sensor {
  readonly seed: number;
  /** Of eight bits, uniformly to both sides. */
  readonly noise?: number;
  /** Of the light: factors for red, green and blue, and of the left side against the right. */
  readonly light?: readonly [number, number, number];
  readonly side?: number;
  /** Pixels by which the picture is shifted. */
  readonly shift?: readonly [number, number];
  /** Size of what is seen: below 1 it is further away, and what lies around is the picture's edge drawn out. */
  readonly scale?: number;
}

/** The picture as another camera sees it that stands a little differently. */
export function seenBy(
  picture: Picture,
  { seed, noise = 3, light = [1, 1, 1], side = 1, shift = [0, 0], scale = 1 }: Sensor,
): Picture {
  const { width, height } = picture;
  const random = noiseOf(seed);
  return painted(width, height, (x, y, out) => {
    const u = (x + 0.5 - width / 2 - shift[0]) / scale + width / 2;
    const v = (y + 0.5 - height / 2 - shift[1]) / scale + height / 2;
    sample(picture, u, v, out);
    const lit = side + ((1 - side) * x) / width;
    for (let channel = 0; channel < 3; channel++) {
      out[channel] = out[channel]! * light[channel]! * lit + noise * random();
    }
  });
}
