import { noiseOf, type Picture, painted } from './picture.ts';

/** Pixels of the camera's focal length: 60 degrees across 640 pixels. */
const FOCAL = 554;
/** Centimetres at which a surface shows its texture at its own size. */
export const AT_HAND = 50;

/** How a sheet or a screen is held before the camera. Degrees and centimetres. */
export interface Held {
  readonly yaw?: number;
  readonly pitch?: number;
  readonly far?: number;
  /** Sideways and downwards from the middle. */
  readonly aside?: readonly [number, number];
  /** Radius of the cylinder it is bent around, upright, its back to the camera; left out: flat. */
  readonly radius?: number;
}

/**
 * Colour of a surface at (u, v), in pixels of its texture from its middle; false where it is not. A surface that is no
 * larger than its texture says so itself.
 */
export type Surface = (u: number, v: number, out: Float64Array) => boolean;

/** Writes where a ray from the camera through (x, y, 1) meets the surface, in centimetres on it from its middle, to `on`. */
function meeting({ yaw = 0, pitch = 0, far = AT_HAND, aside = [0, 0], radius }: Held) {
  const [a, b] = [(yaw * Math.PI) / 180, (pitch * Math.PI) / 180];
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  // Into the surface's own frame: x to the right, y down, z away from the camera.
  const local = (x: number, y: number, z: number) => {
    const [p, q] = [y * cb + z * sb, -y * sb + z * cb];
    return [x * ca - q * sa, p, x * sa + q * ca] as const;
  };
  const [ex, ey, ez] = local(-aside[0], -aside[1], -far);
  const [right, down, ahead] = [local(1, 0, 0), local(0, 1, 0), local(0, 0, 1)];
  return (x: number, y: number, on: Float64Array): boolean => {
    const dx = right[0] * x + down[0] * y + ahead[0];
    const dy = right[1] * x + down[1] * y + ahead[1];
    const dz = right[2] * x + down[2] * y + ahead[2];
    let t = -ez / dz;
    if (radius !== undefined) {
      const behind = ez - radius;
      const square = dx * dx + dz * dz;
      const half = ex * dx + behind * dz;
      const root = half * half - square * (ex * ex + behind * behind - radius * radius);
      if (root < 0) return false;
      t = (-half - Math.sqrt(root)) / square;
      on[0] = radius * Math.atan2(ex + t * dx, -(behind + t * dz));
    } else on[0] = ex + t * dx;
    on[1] = ey + t * dy;
    return t > 0;
  };
}

export interface Photograph {
  readonly surface: Surface;
  readonly held: Held;
  readonly background: Picture;
  readonly seed: number;
  /** Rays along each side of a pixel: the more, the finer a lattice may be. */
  readonly rays?: number;
  readonly noise?: number;
}

/** What the camera sees of a surface before a background: rays over nine tenths of each pixel, a lens's blur, noise. */
export function photographed({ surface, held, background, seed, rays = 2, noise = 3 }: Photograph): Picture {
  const { width, height, data } = background;
  const meets = meeting(held);
  const per = FOCAL / AT_HAND;
  const [one, on] = [new Float64Array(3), new Float64Array(2)];
  const light = new Float32Array(3 * width * height);
  const share = 1 / (rays * rays);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const k = y * width + x;
      for (let ray = 0; ray < rays * rays; ray++) {
        const px = x + 0.05 + (0.9 * ((ray % rays) + 0.5)) / rays;
        const py = y + 0.05 + (0.9 * (Math.floor(ray / rays) + 0.5)) / rays;
        const met = meets((px - width / 2) / FOCAL, (py - height / 2) / FOCAL, on);
        const shown = met && surface(on[0]! * per, on[1]! * per, one);
        for (let channel = 0; channel < 3; channel++) {
          light[3 * k + channel]! += share * (shown ? one[channel]! : data[4 * k + channel]!);
        }
      }
    }
  }
  const seen = blurred(blurred(light, 3, width * height), 3 * width, height);
  const random = noiseOf(seed);
  return painted(width, height, (x, y, out) => {
    const k = 3 * (y * width + x);
    for (let channel = 0; channel < 3; channel++) out[channel] = seen[k + channel]! + noise * random();
  });
}

/** Each value mixed with those `step` before and after it, of `count` in a row. */
function blurred(light: Float32Array, step: number, count: number): Float32Array {
  const mixed = Float32Array.from(light);
  for (let k = step; k < step * (count - 1); k++) {
    mixed[k] = 0.7 * light[k]! + 0.15 * (light[k - step]! + light[k + step]!);
  }
  return mixed;
}

/** A wall with a window and a shelf, out of focus: what is behind a sheet that is held up. */
export function room(width = 640, height = 480): Picture {
  const soft = (distance: number) => 1 / (1 + Math.exp(-distance / 6));
  return painted(width, height, (x, y, out) => {
    const pane = soft(x - 0.8 * width) * soft(0.65 * height - y);
    const shelf =
      soft(0.22 * width - x) * soft(y - 0.2 * height) * (0.7 + 0.3 * Math.sin(x / 9) * Math.sin(y / 23));
    for (let channel = 0; channel < 3; channel++) {
      const wall = [150, 158, 160][channel]! - 0.06 * y;
      out[channel] =
        wall * (1 - pane) * (1 - 0.5 * shelf) + 235 * pane + [60, 45, 35][channel]! * 0.5 * shelf;
    }
  });
}
