import { decode, encode } from 'jpeg-js';
import { createRandom, type Random } from '../../tools/mrz-net/random.ts';
import type { Colour, Paper } from './paper.ts';

/** How a page is looked at and what the optics and the sensor do to it. */
export interface View {
  /** Degrees the page is turned clockwise. */
  readonly rotation?: number;
  /** How far the page leans away from the camera, in degrees, toward a random side. */
  readonly lean?: number;
  /** Part of the picture's width that the page takes; 0.92 for a scanner. */
  readonly fills?: number;
  /** Millimetres the middle of the page stands up, as an open passport does. */
  readonly curl?: number;
  readonly around?: 'scanner' | 'lid' | 'wood';
  /** Standard deviation of the blur in pixels, and of what a moving hand adds along the rows. */
  readonly blur?: number;
  readonly motion?: number;
  readonly noise?: number;
  /** How uneven the light is, 0 to 1. */
  readonly shade?: number;
  /** Blown out spots; `over` the zone or beside it. */
  readonly glare?: 'beside' | 'over';
  /** Part of the contrast that is left. */
  readonly contrast?: number;
  readonly quality?: number;
  /** Part of the picture's width or height that is cut off at the right or below. */
  readonly cutRight?: number;
  readonly cutBelow?: number;
}

export interface Shot {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
  /** The same picture as a JPEG file. */
  readonly file: Uint8Array;
}

const AROUND: Readonly<Record<NonNullable<View['around']>, Colour>> = {
  scanner: [42, 42, 46],
  lid: [246, 246, 246],
  wood: [124, 88, 58],
};

/** The camera's picture of a page, at the page's own resolution in the middle; written as JPEG and read back. */
export function photograph(paper: Paper, view: View, seed: number): Shot {
  const random = createRandom(seed);
  const { wide, tall } = { wide: paper.width / paper.mm, tall: paper.height / paper.mm };
  const toPage = pinhole(view, wide, tall, random.between(0, 2 * Math.PI));
  const turn = ((view.rotation ?? 0) * Math.PI) / 180;
  const [c, s] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
  const across = (wide * c + tall * s) / (view.fills ?? 0.94);
  const down = view.fills && view.fills < 0.8 ? across * 0.75 : wide * s + tall * c + 0.06 * wide;
  const width = Math.round(across * paper.mm);
  const height = Math.round((Math.max(down, wide * s + tall * c) + 1.2 * (view.curl ?? 0)) * paper.mm);
  const off =
    view.fills && view.fills < 0.8
      ? { x: random.between(-0.08, 0.08) * across, y: random.between(-0.06, 0.06) * across }
      : { x: 0, y: 0 };
  const planes = [0, 1, 2].map(() => new Float32Array(width * height)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const around = AROUND[view.around ?? 'scanner'];
  const curl = view.curl ?? 0;
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const [u, v] = toPage((x - width / 2) / paper.mm - off.x, (y - height / 2) / paper.mm - off.y);
      const bent = curl === 0 ? v : v - curl * (1 - ((2 * u) / wide) ** 2);
      const px = (u + wide / 2) * paper.mm - 0.5;
      const py = (bent + tall / 2) * paper.mm - 0.5;
      const x0 = Math.floor(px);
      const y0 = Math.floor(py);
      if (x0 < 0 || y0 < 0 || x0 + 1 >= paper.width || y0 + 1 >= paper.height) {
        const grain =
          view.around === 'wood'
            ? 1 + 0.14 * Math.sin((y / paper.mm) * 2.2 + 2 * Math.sin((x / paper.mm) * 0.11))
            : 1;
        for (let k = 0; k < 3; k += 1) planes[k]![at] = around[k]! * grain;
        continue;
      }
      const [fx, fy] = [px - x0, py - y0];
      const i = y0 * paper.width + x0;
      for (let k = 0; k < 3; k += 1) {
        const from = paper.channels[k]!;
        const upper = from[i]! + (from[i + 1]! - from[i]!) * fx;
        const under = from[i + paper.width]!;
        planes[k]![at] = upper + (under + (from[i + paper.width + 1]! - under) * fx - upper) * fy;
      }
    }
  lightUp(planes, width, height, paper, view, random);
  const colours = view.contrast === undefined ? 1 : view.contrast;
  const rgba = new Uint8Array(width * height * 4).fill(255);
  const noise = view.noise ?? 2;
  for (const [k, plane] of planes.entries()) {
    const blur = view.blur ?? 0.4;
    smear(plane, width, height, Math.hypot(blur, view.motion ?? 0), blur);
    for (let i = 0; i < plane.length; i += 1) {
      const level = 128 + (plane[i]! - 128) * colours + noise * random.normal();
      rgba[i * 4 + k] = level < 0 ? 0 : level > 255 ? 255 : level;
    }
  }
  const seen = crop(rgba, width, height, view.cutRight ?? 0, view.cutBelow ?? 0);
  const file = encode({ width: seen.width, height: seen.height, data: seen.rgba }, view.quality ?? 90).data;
  return { ...seen, rgba: decode(file, { useTArray: true }).data, file };
}

function crop(rgba: Uint8Array, wide: number, tall: number, right: number, below: number) {
  const width = Math.round(wide * (1 - right));
  const height = Math.round(tall * (1 - below));
  if (width === wide && height === tall) return { width, height, rgba };
  const rows = Array.from({ length: height }, (_, y) => rgba.subarray(y * wide * 4, (y * wide + width) * 4));
  return { width, height, rgba: new Uint8Array(Buffer.concat(rows)) };
}

/** From the picture (millimetres off its middle, at the page's own scale) to the page (millimetres off its middle). */
function pinhole(
  view: View,
  wide: number,
  tall: number,
  toward: number,
): (x: number, y: number) => readonly [number, number] {
  const turn = ((view.rotation ?? 0) * Math.PI) / 180;
  const lean = ((view.lean ?? 0) * Math.PI) / 180;
  const distance = 1.6 * Math.hypot(wide, tall);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const [tc, ts] = [Math.cos(toward), Math.sin(toward)];
  const [lc, ls] = [Math.cos(lean), Math.sin(lean)];
  return (x, y) => {
    const a = x * tc + y * ts;
    const b = y * tc - x * ts;
    const p = (a * distance) / (distance * lc - a * ls);
    const q = b * (1 + (p * ls) / distance);
    const u = p * tc - q * ts;
    const v = q * tc + p * ts;
    return [c * u + s * v, c * v - s * u];
  };
}

function lightUp(
  planes: readonly Float32Array[],
  width: number,
  height: number,
  { mm }: Paper,
  { shade = 0, glare }: View,
  random: Random,
): void {
  const toward = random.between(0, 2 * Math.PI);
  const [c, s] = [Math.cos(toward) / width, Math.sin(toward) / height];
  const spot = {
    x: random.between(0.2, 0.8) * width,
    y: (glare === 'over' ? random.between(0.72, 0.9) : random.between(0.2, 0.5)) * height,
    wide: random.between(6, 14) * mm,
    tall: random.between(3, 7) * mm,
  };
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const from = (x - width / 2) * c + (y - height / 2) * s;
      const far = Math.hypot(x / width - 0.5, y / height - 0.5);
      const light = 1 - shade * (0.5 + from) - 0.4 * shade * far * far;
      const blaze = glare
        ? 330 * Math.exp(-(((x - spot.x) / spot.wide) ** 2) - ((y - spot.y) / spot.tall) ** 2)
        : 0;
      for (const plane of planes) plane[at] = plane[at]! * light + blaze;
    }
}

/** Two box blurs along each axis, which together have the deviations asked for. */
function smear(plane: Float32Array, width: number, height: number, across: number, down: number): void {
  for (let round = 0; round < 2; round += 1) {
    if (across > 0.15) runMean(plane, height, width, 1, width, across);
    if (down > 0.15) runMean(plane, width, height, width, 1, down);
  }
}

function runMean(
  plane: Float32Array,
  lines: number,
  length: number,
  step: number,
  next: number,
  deviation: number,
): void {
  const half = Math.sqrt(6 * deviation * deviation + 0.25) / 2 - 0.5;
  const whole = Math.floor(half);
  const part = half - whole;
  const weight = 1 / (2 * half + 1);
  const line = new Float32Array(length + 2 * whole + 3);
  for (let k = 0; k < lines; k += 1) {
    const base = k * next;
    for (let i = 0; i < line.length; i += 1)
      line[i] = plane[base + Math.min(length - 1, Math.max(0, i - whole - 1)) * step]!;
    let sum = 0;
    for (let i = 0; i < 2 * whole + 1; i += 1) sum += line[i]!;
    for (let i = 0; i < length; i += 1) {
      sum += line[i + 2 * whole + 1]! - line[i]!;
      plane[base + i * step] = (sum + part * (line[i]! + line[i + 2 * whole + 2]!)) * weight;
    }
  }
}
