import type { Random } from '../../tools/mrz-net/random.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** A page in work, in light reflected per channel (0 to 255), before any camera has seen it. */
export interface Paper {
  readonly width: number;
  readonly height: number;
  /** Pixels per millimetre. */
  readonly mm: number;
  readonly channels: readonly [Float32Array, Float32Array, Float32Array];
}

/** How much of each pixel is covered with one ink, 0 to 1. */
export interface Coverage {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

export function createPaper(wide: number, tall: number, dpi: number, colour: Colour): Paper {
  const mm = dpi / 25.4;
  const width = Math.round(wide * mm);
  const height = Math.round(tall * mm);
  const plane = (level: number) => new Float32Array(width * height).fill(level);
  return { width, height, mm, channels: [plane(colour[0]), plane(colour[1]), plane(colour[2])] };
}

export function createCoverage({ width, height }: Paper): Coverage {
  return { width, height, ink: new Float32Array(width * height) };
}

/** Prints an ink on what is there, as inks do: light passes through it twice. */
export function print({ channels }: Paper, { ink }: Coverage, colour: Colour, strength = 1): void {
  for (const [c, plane] of channels.entries()) {
    const loss = (1 - colour[c]! / 255) * strength;
    for (let i = 0; i < plane.length; i += 1) plane[i] = plane[i]! * (1 - loss * ink[i]!);
  }
}

/** Fine bent lines of one family, as security paper has them; `pitch` and `line` in millimetres. */
export function guilloche(
  paper: Paper,
  pitch: number,
  line: number,
  colour: Colour,
  strength: number,
  random: Random,
): void {
  const cover = createCoverage(paper);
  const turn = random.between(0, Math.PI);
  const [c, s] = [Math.cos(turn) / paper.mm, Math.sin(turn) / paper.mm];
  const bend = (2 * Math.PI) / random.between(7, 30);
  const swing = random.between(0.5, 3);
  const other = random.between(0, 6);
  const edge = Math.max(0.08, 0.7 / (pitch * paper.mm));
  for (let y = 0, at = 0; y < paper.height; y += 1)
    for (let x = 0; x < paper.width; x += 1, at += 1) {
      const along = x * c + y * s;
      const across = y * c - x * s + swing * Math.sin(along * bend + other);
      const off = across / pitch;
      const distance = Math.abs(off - Math.round(off));
      const over = (line / pitch / 2 - distance) / edge + 0.5;
      cover.ink[at] = over <= 0 ? 0 : over >= 1 ? 1 : over;
    }
  print(paper, cover, colour, strength);
}

/** Rings of petals around a point, in millimetres from the top left. */
export function rosette(
  paper: Paper,
  x0: number,
  y0: number,
  radius: number,
  colour: Colour,
  strength: number,
  random: Random,
): void {
  const cover = createCoverage(paper);
  const petals = random.whole(6, 19);
  const pitch = random.between(0.5, 1.1);
  const depth = random.between(0.4, 1.6);
  for (let y = 0, at = 0; y < paper.height; y += 1)
    for (let x = 0; x < paper.width; x += 1, at += 1) {
      const dx = x / paper.mm - x0;
      const dy = y / paper.mm - y0;
      const r = Math.hypot(dx, dy);
      if (r > radius) continue;
      const wave = r + depth * Math.sin(petals * Math.atan2(dy, dx));
      const off = wave / pitch;
      cover.ink[at] = Math.max(0, 1 - 5 * Math.abs(off - Math.round(off)));
    }
  print(paper, cover, colour, strength);
}

/** Colour that runs from one side to the other, as iris print does. */
export function iris(paper: Paper, from: Colour, to: Colour, strength: number): void {
  for (const [c, plane] of paper.channels.entries())
    for (let y = 0, at = 0; y < paper.height; y += 1)
      for (let x = 0; x < paper.width; x += 1, at += 1) {
        const part = 0.5 - 0.5 * Math.cos((2 * Math.PI * x) / paper.width);
        const ink = from[c]! + (to[c]! - from[c]!) * part;
        plane[at] = plane[at]! * (1 - strength * (1 - ink / 255));
      }
}

/** Something like a portrait: light ground, head, hair and shoulders, with the grain of a print; in millimetres. */
export function portrait(
  paper: Paper,
  left: number,
  top: number,
  wide: number,
  tall: number,
  strength: number,
  random: Random,
): void {
  const { mm, width, channels } = paper;
  const skin = random.between(90, 220);
  const hair = random.between(20, 150);
  const ground = random.between(170, 235);
  for (let y = Math.round(top * mm); y < (top + tall) * mm && y < paper.height; y += 1)
    for (let x = Math.round(left * mm); x < (left + wide) * mm && x < width; x += 1) {
      const u = (x / mm - left) / wide - 0.5;
      const v = (y / mm - top) / tall - 0.48;
      let grey = ground;
      if (v > 0.28 && Math.abs(u) < 0.2 + 0.9 * (v - 0.2)) grey = 60;
      if ((u / 0.3) ** 2 + ((v + 0.04) / 0.4) ** 2 < 1) grey = hair;
      if ((u / 0.23) ** 2 + ((v - 0.02) / 0.33) ** 2 < 1) grey = skin * (1 - 0.5 * u);
      grey += 9 * Math.sin(x * 2.1) * Math.sin(y * 1.9);
      for (const plane of channels) {
        const i = y * width + x;
        plane[i] = plane[i]! * (1 - strength * (1 - grey / 255));
      }
    }
}
