import { inverse, type Quad, rectangleToQuad } from '../geometry/homography.ts';
import type { Picture } from '../picture/picture.ts';
import { type LidKind, paintLid } from './lid.ts';
import { createRandom } from './random.ts';

/** A side of a document on a scanner's glass or on a table. Lengths are millimetres. */
export interface Scene {
  readonly side: Picture;
  /** Width and height of the side. */
  readonly size: readonly [number, number];
  /** Width and height of what the picture shows. */
  readonly glass: readonly [number, number];
  /** Where the middle of the side lies; the middle of the glass if not said. */
  readonly middle?: readonly [number, number];
  readonly dpi: number;
  readonly lid: LidKind;
  /** Degrees clockwise. */
  readonly rotation?: number;
  /** How much narrower the far end is than the near one, as part of its width; the far end is the side's top. */
  readonly tilt?: number;
  /** The same from left to right. */
  readonly turn?: number;
  readonly shadow?: boolean;
  readonly seed?: number;
  /** Corners are rounded as cards' are, 3.18 mm. */
  readonly rounded?: boolean;
}

export interface Staged {
  readonly picture: Picture;
  /** Corners of the side in the picture, clockwise from its own top left. */
  readonly corners: Quad;
}

const RADIUS = 3.18;

export function stage(scene: Scene): Staged {
  const [width, height] = scene.size;
  const px = scene.dpi / 25.4;
  const random = createRandom(scene.seed ?? 1);
  const canvas = paintLid(
    scene.lid,
    Math.round(scene.glass[0] * px),
    Math.round(scene.glass[1] * px),
    px,
    random,
  );
  const corners = cornersOf(scene, px);
  const toSide = inverse(rectangleToQuad(width, height, corners));
  for (let y = 0, at = 0; y < canvas.height; y += 1)
    for (let x = 0; x < canvas.width; x += 1, at += 4) {
      const w = toSide.g * x + toSide.h * y + 1;
      const u = (toSide.a * x + toSide.b * y + toSide.c) / w;
      const v = (toSide.d * x + toSide.e * y + toSide.f) / w;
      const inside = coverage(u, v, width, height, scene.rounded ? RADIUS : 0, px);
      if (scene.shadow && inside < 1) darken(canvas.rgba, at, 1 - 0.35 * shade(u, v, width, height));
      if (inside > 0)
        blend(
          canvas.rgba,
          at,
          scene.side,
          (u / width) * scene.side.width,
          (v / height) * scene.side.height,
          inside,
        );
    }
  return { picture: canvas, corners };
}

function cornersOf(
  { size: [width, height], glass, middle, rotation = 0, tilt = 0, turn = 0 }: Scene,
  px: number,
): Quad {
  const [c, s] = [Math.cos((rotation * Math.PI) / 180), Math.sin((rotation * Math.PI) / 180)];
  const [mx, my] = middle ?? [glass[0] / 2, glass[1] / 2];
  const at = (x: number, y: number) => {
    const far = 1 - tilt * (0.5 - y / height) + turn * (x / width - 0.5);
    const [dx, dy] = [(x - width / 2) * far, (y - height / 2) * far];
    return { x: (mx + c * dx - s * dy) * px - 0.5, y: (my + s * dx + c * dy) * px - 0.5 };
  };
  return [at(0, 0), at(width, 0), at(width, height), at(0, height)];
}

/** How much of a pixel the side covers, 0 to 1. */
function coverage(u: number, v: number, width: number, height: number, radius: number, px: number): number {
  const dx = Math.max(radius - u, u - (width - radius), 0);
  const dy = Math.max(radius - v, v - (height - radius), 0);
  const outside =
    radius > 0 && dx > 0 && dy > 0 ? Math.hypot(dx, dy) - radius : Math.max(-u, -v, u - width, v - height);
  return Math.min(1, Math.max(0, 0.5 - outside * px));
}

/** What the side's edge throws on the lid, down and to the right, 1 at the edge. */
function shade(u: number, v: number, width: number, height: number): number {
  const outside = Math.max(u - width, v - height, 0);
  return u < -0.3 || v < -0.3 ? 0 : Math.exp(-outside / 0.8);
}

function darken(rgba: Uint8Array, at: number, by: number): void {
  for (let channel = at; channel < at + 3; channel += 1) rgba[channel] = rgba[channel]! * by;
}

function blend(
  rgba: Uint8Array,
  at: number,
  { width, height, rgba: from }: Picture,
  x: number,
  y: number,
  part: number,
): void {
  const px = Math.min(width - 1.001, Math.max(0, x - 0.5));
  const py = Math.min(height - 1.001, Math.max(0, y - 0.5));
  const [left, top] = [Math.floor(px), Math.floor(py)];
  const [fx, fy] = [px - left, py - top];
  const corner = (top * width + left) * 4;
  const [right, below] = [left + 1 < width ? 4 : 0, top + 1 < height ? width * 4 : 0];
  for (let channel = 0; channel < 3; channel += 1) {
    const i = corner + channel;
    const upper = from[i]! * (1 - fx) + from[i + right]! * fx;
    const lower = from[i + below]! * (1 - fx) + from[i + below + right]! * fx;
    const grey = upper * (1 - fy) + lower * fy;
    rgba[at + channel] = rgba[at + channel]! * (1 - part) + grey * part;
  }
}
