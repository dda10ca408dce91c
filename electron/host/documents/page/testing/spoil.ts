import type { Picture } from '../picture/picture.ts';
import { createRandom } from './random.ts';

/** The picture out of focus: three box blurs come near a Gaussian of the given deviation in pixels. */
export function blurred(picture: Picture, sigma: number): Picture {
  const radius = Math.max(0, Math.round(sigma - 0.2));
  let rgba = picture.rgba;
  const { width, height } = picture;
  for (let round = 0; round < 3 && radius > 0; round += 1) {
    rgba = boxed(rgba, width, height, 4, width * 4, radius);
    rgba = boxed(rgba, height, width, width * 4, 4, radius);
  }
  return { ...picture, rgba };
}

function boxed(
  from: Uint8Array,
  long: number,
  many: number,
  step: number,
  next: number,
  radius: number,
): Uint8Array {
  const to = from.slice();
  for (let row = 0; row < many; row += 1)
    for (let channel = 0; channel < 3; channel += 1) {
      const base = row * next + channel;
      const at = (i: number): number => from[base + Math.min(long - 1, Math.max(0, i)) * step]!;
      let sum = 0;
      for (let i = -radius; i <= radius; i += 1) sum += at(i);
      for (let i = 0; i < long; i += 1) {
        to[base + i * step] = sum / (2 * radius + 1) + 0.5;
        sum += at(i + radius + 1) - at(i - radius);
      }
    }
  return to;
}

/** A lamp's reflection: burnt out within the radius (pixels), fading over as much again. */
export function glaring(picture: Picture, x: number, y: number, radius: number): Picture {
  const rgba = picture.rgba.slice();
  for (let row = 0, at = 0; row < picture.height; row += 1)
    for (let column = 0; column < picture.width; column += 1, at += 4) {
      const far = Math.hypot(column - x, row - y) / radius;
      if (far >= 2) continue;
      const light = far <= 1 ? 400 : 400 * (2 - far) ** 2;
      for (let channel = at; channel < at + 3; channel += 1)
        rgba[channel] = Math.min(255, rgba[channel]! + light);
    }
  return { ...picture, rgba };
}

export function noisy(picture: Picture, deviation: number, seed = 3): Picture {
  const random = createRandom(seed);
  const rgba = picture.rgba.slice();
  for (let at = 0; at < rgba.length; at += 4)
    for (let channel = at; channel < at + 3; channel += 1) {
      const noise = deviation * 2 * (random() + random() + random() - 1.5);
      rgba[channel] = Math.min(255, Math.max(0, rgba[channel]! + noise));
    }
  return { ...picture, rgba };
}

/** What of the picture lies in the box, in pixels. */
export function cropped(picture: Picture, left: number, top: number, width: number, height: number): Picture {
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * picture.width + left) * 4;
    rgba.set(picture.rgba.subarray(from, from + width * 4), y * width * 4);
  }
  return { ...picture, width, height, rgba };
}
