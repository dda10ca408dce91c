/** A grey picture: one byte a pixel, row after row, 0 black. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * The lightest channel of four bytes a pixel; what is transparent is shown on white. Black print stays as it is, while
 * coloured grounds, stamps and lights pale: the nearest that visible light comes to the infrared for which the zone is
 * printed (Doc 9303-3 §4.4).
 */
export function greyFromRgba(width: number, height: number, rgba: Uint8Array): GreyImage {
  const data = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < data.length; at += 1, from += 4) {
    let most = rgba[from]!;
    if (rgba[from + 1]! > most) most = rgba[from + 1]!;
    if (rgba[from + 2]! > most) most = rgba[from + 2]!;
    const alpha = rgba[from + 3]!;
    data[at] = alpha === 255 ? most : (255 + ((most - 255) * alpha) / 255) | 0;
  }
  return { width, height, data };
}

/** Scales by averaging areas (down) or linear interpolation (up). `scale` is new size over old. */
export function resize(image: GreyImage, scale: number): GreyImage {
  if (scale <= 0.5 && image.width > 1 && image.height > 1) return resize(halve(image), 2 * scale);
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  if (width === image.width && height === image.height) return image;
  const across = taps(image.width, width);
  const down = taps(image.height, height);
  const rows = new Float32Array(width * image.height);
  for (let y = 0; y < image.height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      const start = across.start[x]!;
      for (let k = 0, w = x * across.most; k < across.most; k += 1, w += 1) {
        const weight = across.weight[w]!;
        if (weight !== 0) sum += weight * image.data[y * image.width + start + k]!;
      }
      rows[y * width + x] = sum;
    }
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const start = down.start[y]!;
    for (let x = 0; x < width; x += 1) {
      let sum = 0.5;
      for (let k = 0, w = y * down.most; k < down.most; k += 1, w += 1) {
        const weight = down.weight[w]!;
        if (weight !== 0) sum += weight * rows[(start + k) * width + x]!;
      }
      data[y * width + x] = sum;
    }
  }
  return { width, height, data };
}

/** Every four pixels become one; an odd last row or column is left out. */
function halve({ width: wide, height: tall, data }: GreyImage): GreyImage {
  const width = wide >> 1;
  const height = tall >> 1;
  const to = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0, from = 2 * y * wide; x < width; x += 1, at += 1, from += 2)
      to[at] = (data[from]! + data[from + 1]! + data[from + wide]! + data[from + wide + 1]! + 2) >> 2;
  return { width, height, data: to };
}

interface Taps {
  readonly start: Int32Array;
  readonly most: number;
  readonly weight: Float32Array;
}

function taps(from: number, to: number): Taps {
  const step = from / to;
  const reach = Math.max(step, 1);
  const most = Math.ceil(reach) + 2;
  const start = new Int32Array(to);
  const weight = new Float32Array(to * most);
  for (let i = 0; i < to; i += 1) {
    const centre = (i + 0.5) * step - 0.5;
    const first = Math.max(0, Math.floor(centre - reach));
    start[i] = first;
    let sum = 0;
    for (let k = 0; k < most && first + k < from; k += 1) {
      const distance = Math.abs(first + k - centre);
      const one = step > 1 ? clamp01((step + 1) / 2 - distance) : Math.max(0, 1 - distance);
      weight[i * most + k] = one;
      sum += one;
    }
    for (let k = 0; k < most; k += 1) weight[i * most + k] = weight[i * most + k]! / sum;
  }
  return { start, most, weight };
}

function clamp01(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
