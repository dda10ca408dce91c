import type { Picture } from '../picture/picture.ts';

/** A small picture with its edges: where outlines and content are looked for. */
export interface Level {
  readonly width: number;
  readonly height: number;
  /** Pixels of the level to one of the picture. */
  readonly scale: number;
  /** Strongest slope among the colours, in grey levels a pixel. */
  readonly slope: Float32Array;
  /** Its direction, along x and y; unit length where there is a slope. */
  readonly across: Float32Array;
  readonly down: Float32Array;
  /** Slope that is usual in the picture: of paper, lid and sensor. */
  readonly usual: number;
}

const LONG_SIDE = 480;
/** Where a picture is so blurred that it shows nothing at that size. */
const SMALL_SIDE = 160;

export function levelOf(picture: Picture, detail: 'usual' | 'small' = 'usual'): Level {
  const longSide = detail === 'small' ? SMALL_SIDE : LONG_SIDE;
  const scale = Math.min(1, longSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const colours = shrink(picture, width, height);
  const size = width * height;
  const slope = new Float32Array(size);
  const across = new Float32Array(size);
  const down = new Float32Array(size);
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      for (const plane of colours) {
        const falling = plane[at + width + 1]! - plane[at - width - 1]!;
        const rising = plane[at - width + 1]! - plane[at + width - 1]!;
        const gx = (3 * (falling + rising) + 10 * (plane[at + 1]! - plane[at - 1]!)) / 32;
        const gy = (3 * (falling - rising) + 10 * (plane[at + width]! - plane[at - width]!)) / 32;
        const steep = Math.sqrt(gx * gx + gy * gy);
        if (steep <= slope[at]!) continue;
        slope[at] = steep;
        across[at] = gx / steep;
        down[at] = gy / steep;
      }
    }
  return { width, height, scale: width / picture.width, slope, across, down, usual: middle(slope) };
}

/** The three colours, each pixel the mean of those that fall on it. */
function shrink(
  { width: columns, height: rows, rgba }: Picture,
  width: number,
  height: number,
): Float32Array[] {
  const sums = [0, 1, 2].map(() => new Float32Array(width * height));
  const [red, green, blue] = sums as [Float32Array, Float32Array, Float32Array];
  const counts = new Uint32Array(width * height);
  const column = Uint32Array.from({ length: columns }, (_, x) =>
    Math.min(width - 1, Math.floor((x * width) / columns)),
  );
  for (let y = 0, from = 0; y < rows; y += 1) {
    const row = Math.min(height - 1, Math.floor((y * height) / rows)) * width;
    for (let x = 0; x < columns; x += 1, from += 4) {
      const to = row + column[x]!;
      red[to]! += rgba[from]!;
      green[to]! += rgba[from + 1]!;
      blue[to]! += rgba[from + 2]!;
      counts[to]! += 1;
    }
  }
  for (const sum of sums) for (let at = 0; at < sum.length; at += 1) sum[at] = sum[at]! / (counts[at]! || 1);
  return sums;
}

function middle(slopes: Float32Array): number {
  const counts = new Uint32Array(1024);
  for (const one of slopes) counts[Math.min(1023, (one * 4) | 0)]! += 1;
  let left = slopes.length / 2;
  for (let value = 0; value < 1024; value += 1) {
    left -= counts[value]!;
    if (left <= 0) return value / 4;
  }
  return 256;
}
