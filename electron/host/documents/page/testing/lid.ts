import type { Picture } from '../picture/picture.ts';

/** `ribbed`, `dotted` and `railed` lids have a structure of their own; `dusty` is white with specks and hairs; `table` is wood. */
export type LidKind =
  | 'white'
  | 'black'
  | 'grey'
  | 'beige'
  | 'ribbed'
  | 'dotted'
  | 'railed'
  | 'dusty'
  | 'table';

const COLOURS: Readonly<Record<LidKind, readonly [number, number, number]>> = {
  white: [249, 249, 247],
  black: [14, 14, 16],
  grey: [128, 129, 127],
  beige: [226, 214, 190],
  ribbed: [90, 92, 94],
  dotted: [232, 232, 230],
  railed: [240, 240, 238],
  dusty: [246, 246, 244],
  table: [142, 98, 62],
};

const NOISE = 2;

/** An empty glass, `px` pixels to the millimetre, with light that falls off a little to one side and the noise of a sensor. */
export function paintLid(
  kind: LidKind,
  width: number,
  height: number,
  px: number,
  random: () => number,
): Picture {
  const rgba = new Uint8Array(width * height * 4);
  const colour = COLOURS[kind];
  const fall = 0.03 * random();
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 4) {
      const light = 1 - (fall * x) / width + structure(kind, x / px, y / px);
      const noise = NOISE * (random() + random() + random() - 1.5);
      for (let channel = 0; channel < 3; channel += 1)
        rgba[at + channel] = Math.min(255, Math.max(0, colour[channel]! * light + noise));
      rgba[at + 3] = 255;
    }
  const picture = { width, height, rgba, dotsPerInch: null };
  if (kind === 'dusty') addDust(picture, px, random);
  return picture;
}

/** What is added to the light at a point of the lid, in millimetres. */
function structure(kind: LidKind, x: number, y: number): number {
  switch (kind) {
    case 'ribbed':
      return 0.25 * Math.sin((y * 2 * Math.PI) / 3);
    case 'dotted':
      return Math.hypot((x % 6) - 3, (y % 6) - 3) < 0.8 ? -0.35 : 0;
    case 'railed':
      return y < 6 || (x > 40 && x < 42) || Math.abs(x - 2 * y - 20) < 0.5 ? -0.5 : 0;
    case 'table':
      return (
        0.12 * Math.sin(y * 1.3 + 1.5 * Math.sin(x * 0.05) + 0.8 * Math.sin(x * 0.31)) +
        0.05 * Math.sin(y * 9 + x * 0.2)
      );
    default:
      return 0;
  }
}

function addDust({ width, height, rgba }: Picture, px: number, random: () => number): void {
  for (let speck = 0; speck < 120; speck += 1) {
    let x = random() * width;
    let y = random() * height;
    const hair = random() < 0.2;
    const steps = hair ? 6 * px : 1;
    let turn = random() * 6.28;
    for (let step = 0; step < steps; step += 1) {
      spot(rgba, width, height, x, y, (hair ? 0.08 : 0.1 + 0.3 * random()) * px);
      turn += 0.3 * (random() - 0.5);
      x += Math.cos(turn);
      y += Math.sin(turn);
    }
  }
}

function spot(rgba: Uint8Array, width: number, height: number, x: number, y: number, radius: number): void {
  const reach = Math.max(0.7, radius);
  for (let row = Math.max(0, Math.floor(y - reach)); row <= Math.min(height - 1, y + reach); row += 1)
    for (
      let column = Math.max(0, Math.floor(x - reach));
      column <= Math.min(width - 1, x + reach);
      column += 1
    )
      if (Math.hypot(column - x, row - y) <= reach)
        rgba.fill(60, (row * width + column) * 4, (row * width + column) * 4 + 3);
}
