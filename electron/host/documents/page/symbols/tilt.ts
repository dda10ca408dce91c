import type { GreyImage } from '../../image/index.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

const BINS = 180;
const BINS_PER_DEGREE = BINS / 90;
/** Differences below this are paper and noise. */
const LEAST_GRADIENT = 400;
/** Pictures with more pixels are sampled, which a histogram does not notice. */
const SAMPLES = 1_500_000;
const SMOOTHING = [1, 4, 6, 4, 1] as const;
/** Peaks nearer than this to another are the same edges. */
const APART_DEGREES = 3;
/** Weaker peaks, beside the strongest, are noise. */
const LEAST_SHARE = 0.2;

/** Softened with 1-2-1 along the rows or, with the width as `step`, down the columns. */
function softened(data: Uint8Array, step: number): Uint8Array {
  const out = Uint8Array.from(data);
  for (let at = step; at < data.length - step; at += 1)
    out[at] = ((data[at - step] ?? 0) + 2 * (data[at] ?? 0) + (data[at + step] ?? 0) + 2) >> 2;
  return out;
}

/** Edges of single pixels pull directions by three degrees towards the diagonals; softened ones are true to a half. */
function soft({ width, height, data }: GreyImage): GreyImage {
  const once = softened(softened(data, 1), width);
  return { width, height, data: softened(softened(once, 1), width) };
}

/** Scharr's operator. */
function gradientAt(data: Uint8Array, width: number, at: number): { across: number; down: number } {
  const pixel = (offset: number): number => data[at + offset] ?? 0;
  const falling = pixel(width + 1) - pixel(-width - 1);
  const rising = pixel(-width + 1) - pixel(width - 1);
  return {
    across: 3 * (falling + rising) + 10 * (pixel(1) - pixel(-1)),
    down: 3 * (falling - rising) + 10 * (pixel(width) - pixel(-width)),
  };
}

/** How much of the picture's contrast runs in each direction, in half degrees from 0 to 90. */
function directions({ width, height, data }: GreyImage): Float64Array {
  const histogram = new Float64Array(BINS);
  const step = Math.max(1, Math.ceil(Math.sqrt((width * height) / SAMPLES)));
  for (let y = 1; y < height - 1; y += step) {
    for (let x = 1; x < width - 1; x += step) {
      const { across, down } = gradientAt(data, width, y * width + x);
      const strength = Math.abs(across) + Math.abs(down);
      if (strength < LEAST_GRADIENT) continue;
      const degrees = (Math.atan2(down, across) * 180) / Math.PI + 360;
      const bin = Math.round((degrees % 90) * BINS_PER_DEGREE) % BINS;
      histogram[bin] = (histogram[bin] ?? 0) + strength;
    }
  }
  return histogram;
}

function smoothed(histogram: Float64Array): Float64Array {
  return histogram.map((_, bin) =>
    SMOOTHING.reduce((sum, weight, at) => sum + weight * (histogram[(bin + at - 2 + BINS) % BINS] ?? 0), 0),
  );
}

function difference(a: number, b: number): number {
  const apart = Math.abs(a - b) % 90;
  return Math.min(apart, 90 - apart);
}

/**
 * How far the picture's straight edges are turned from upright: the likeliest angles, strongest first, in degrees
 * clockwise from −45 to 45. Bars and lines of text share theirs; quarter turns cannot be told apart.
 */
export function tilts(image: GreyImage, most: number): number[] {
  const strengths = smoothed(directions(soft(image)));
  const peaks = [...strengths.keys()]
    .filter((bin) => {
      const strength = strengths[bin] ?? 0;
      const before = strengths[(bin + BINS - 1) % BINS] ?? 0;
      return strength > 0 && strength >= before && strength > (strengths[(bin + 1) % BINS] ?? 0);
    })
    .sort((a, b) => (strengths[b] ?? 0) - (strengths[a] ?? 0));
  const found: number[] = [];
  for (const bin of peaks) {
    const degrees = bin / BINS_PER_DEGREE;
    const share = (strengths[bin] ?? 0) / (strengths[peaks[0] ?? 0] ?? 1);
    if (found.length === most || share < LEAST_SHARE) break;
    if (found.every((other) => difference(other, degrees) >= APART_DEGREES)) found.push(degrees);
  }
  return found.map((degrees) => (degrees > 45 ? degrees - 90 : degrees));
}

/** Keeps a quarter turn from gaining a row of pixels. */
const ROUNDING = 1e-6;

export interface Turned {
  readonly image: GreyImage;
  /** Where a point of the turned picture was before. */
  back(point: Point): Point;
}

/** The picture turned clockwise about its middle, on a canvas that holds all of it, the corners left white. */
export function turn(image: GreyImage, degrees: number): Turned {
  const sin = Math.sin((degrees * Math.PI) / 180);
  const cos = Math.cos((degrees * Math.PI) / 180);
  const width = Math.ceil(image.width * Math.abs(cos) + image.height * Math.abs(sin) - ROUNDING);
  const height = Math.ceil(image.width * Math.abs(sin) + image.height * Math.abs(cos) - ROUNDING);
  const back = ({ x, y }: Point): Point => {
    const [dx, dy] = [x - width / 2, y - height / 2];
    return { x: dx * cos + dy * sin + image.width / 2, y: -dx * sin + dy * cos + image.height / 2 };
  };
  const data = new Uint8Array(width * height).fill(255);
  const source = image.data;
  for (let y = 0; y < height; y += 1) {
    const start = back({ x: 0, y });
    for (let x = 0; x < width; x += 1) {
      const fx = start.x + x * cos;
      const fy = start.y - x * sin;
      const left = Math.floor(fx);
      const top = Math.floor(fy);
      if (left < 0 || top < 0 || left >= image.width - 1 || top >= image.height - 1) continue;
      const at = top * image.width + left;
      const [right, low] = [fx - left, fy - top];
      const upper = (source[at] ?? 0) * (1 - right) + (source[at + 1] ?? 0) * right;
      const lower =
        (source[at + image.width] ?? 0) * (1 - right) + (source[at + image.width + 1] ?? 0) * right;
      data[y * width + x] = upper * (1 - low) + lower * low + 0.5;
    }
  }
  return { image: { width, height, data }, back };
}
