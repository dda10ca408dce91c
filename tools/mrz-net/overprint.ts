import type { Canvas } from './degrade.ts';
import type { Random } from './random.ts';

/** The rim of a stamp, or a bar of its lettering: wide, even, half transparent. Lengths in parts of a pitch. */
export function stampRim({ width, height, ink }: Canvas, pitch: number, random: Random): void {
  const radius = random.between(2, 9) * pitch;
  const thick = random.between(0.06, 0.28) * pitch;
  const depth = random.between(15, 95);
  const x0 = random.between(0, width);
  const y0 = height / 2 + radius * (random.chance(0.5) ? 1 : -1) * random.between(0.75, 1.15);
  const rings = random.chance(0.4) ? 2 : 1;
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const r = Math.hypot(x - x0, y - y0);
      for (let ring = 0; ring < rings; ring += 1) {
        const over = thick / 2 - Math.abs(r - radius + ring * 4 * thick) + 0.5;
        if (over > 0) ink[at] = ink[at]! - depth * Math.min(1, over);
      }
    }
}

/** Straight security lines with sharp edges, or the hatching of a portrait beneath. */
export function hatching({ width, height, ink }: Canvas, pitch: number, random: Random): void {
  const turn = random.between(0, Math.PI);
  const apart = random.between(0.14, 0.8) * pitch;
  const part = random.between(0.12, 0.5);
  const depth = random.between(8, 60);
  const [c, s] = [Math.cos(turn) / apart, Math.sin(turn) / apart];
  const bend = random.between(0, 0.12) / pitch;
  const swing = random.between(0, 1.5);
  const soft = Math.max(0.15, 1 / apart);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const place = x * c + y * s + swing * Math.sin(x * bend * 6);
      const off = Math.abs(place - Math.round(place));
      const over = (part / 2 - off) / soft + 0.5;
      if (over > 0) ink[at] = ink[at]! - depth * Math.min(1, over);
    }
}

/** A large soft spot: the shadow of a finger or a fold (darker), or the edge of a glare (lighter, less contrast). */
export function spot({ width, height, ink }: Canvas, pitch: number, random: Random): void {
  const x0 = random.between(0, width);
  const y0 = random.between(0, height);
  const wide = random.between(1.5, 8) * pitch;
  const tall = random.between(0.8, 4) * pitch;
  const light = random.chance(0.5);
  const strength = random.between(0.2, light ? 0.8 : 0.5);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const near = strength * Math.exp(-(((x - x0) / wide) ** 2) - ((y - y0) / tall) ** 2);
      ink[at] = light ? ink[at]! + near * (250 - ink[at]!) : ink[at]! * (1 - near);
    }
}

/** Ink that fades toward the top or the foot of the line, as from a worn ribbon. Works on coverage, 0 to 1. */
export function fadedEdge({ width, height, ink }: Canvas, pitch: number, random: Random): void {
  const middle = height / 2 - 0.5;
  const toward = random.chance(0.5) ? 1 : -1;
  const loss = random.between(0.2, 0.75);
  const wave = random.between(0, 6);
  for (let y = 0, at = 0; y < height; y += 1) {
    const off = (toward * (y - middle)) / (0.62 * pitch);
    for (let x = 0; x < width; x += 1, at += 1) {
      const from = off + 0.25 * Math.sin(x / (3 * pitch) + wave);
      const faded = loss / (1 + Math.exp(-8 * (from - 0.35)));
      ink[at] = ink[at]! * (1 - faded);
    }
  }
}

/** Sharpens as scanners do, rims and all: what a blur would take away is added once more. */
export function sharpen(canvas: Canvas, blurred: Float32Array, strength: number): void {
  const { ink } = canvas;
  for (let i = 0; i < ink.length; i += 1) ink[i] = ink[i]! + strength * (ink[i]! - blurred[i]!);
}

/** Black or white and nothing between, as old scanners and copies have it. */
export function twoLevels({ ink }: Canvas, at: number, dark: number, light: number): void {
  for (let i = 0; i < ink.length; i += 1) ink[i] = ink[i]! > at ? light : dark;
}
