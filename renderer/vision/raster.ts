import type { Box } from '../../electron/contract/index.ts';

/** Pixels as `ImageData` has them: RGBA, eight bits each, row by row from the top. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** `x' = a·x − b·y + tx`, `y' = b·x + a·y + ty`: rotation, uniform scale and shift. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

export function blankRaster(width: number, height: number): Raster {
  return { width, height, data: new Uint8ClampedArray(4 * width * height) };
}

/** Half the size in both directions, each pixel the mean of four. */
export function halved(source: Raster): Raster {
  const width = Math.max(1, source.width >> 1);
  const height = Math.max(1, source.height >> 1);
  const result = blankRaster(width, height);
  const row = 4 * source.width;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 2 * y * row + 8 * x;
      const right = source.width > 1 ? 4 : 0;
      const below = source.height > 1 ? row : 0;
      for (let channel = 0; channel < 4; channel++) {
        const k = at + channel;
        const sum =
          source.data[k]! +
          source.data[k + right]! +
          source.data[k + below]! +
          source.data[k + right + below]!;
        result.data[4 * (y * width + x) + channel] = sum / 4;
      }
    }
  }
  return result;
}

/**
 * Draws `source` through a similarity into a square of `side` pixels. `toSource` maps coordinates of the square to
 * coordinates of the source; pixel k covers [k, k + 1). What lies outside the source is black. The source is halved
 * first while it is more than twice too large, so that no detail folds into noise.
 */
export function warped(source: Raster, toSource: Similarity, side: number): Raster {
  let image = source;
  let map = toSource;
  while (Math.hypot(map.a, map.b) > 2 && image.width > 1 && image.height > 1) {
    image = halved(image);
    map = { a: map.a / 2, b: map.b / 2, tx: map.tx / 2, ty: map.ty / 2 };
  }
  const result = blankRaster(side, side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const u = map.a * (x + 0.5) - map.b * (y + 0.5) + map.tx - 0.5;
      const v = map.b * (x + 0.5) + map.a * (y + 0.5) + map.ty - 0.5;
      bilinear(image, u, v, result.data, 4 * (y * side + x));
    }
  }
  return result;
}

function bilinear({ width, height, data }: Raster, u: number, v: number, out: Uint8ClampedArray, at: number) {
  out[at + 3] = 255;
  if (u <= -1 || v <= -1 || u >= width || v >= height) return;
  const x = Math.floor(u);
  const y = Math.floor(v);
  const fx = u - x;
  const fy = v - y;
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    for (const [px, wx] of [
      [x, 1 - fx],
      [x + 1, fx],
    ] as const) {
      if (px < 0 || px >= width) continue;
      if (y >= 0) sum += data[4 * (y * width + px) + channel]! * wx * (1 - fy);
      if (y + 1 < height) sum += data[4 * ((y + 1) * width + px) + channel]! * wx * fy;
    }
    out[at + channel] = sum;
  }
}

export function mirrored({ width, height, data }: Raster): Raster {
  const result = blankRaster(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x);
      result.data.set(data.subarray(from, from + 4), 4 * (y * width + width - 1 - x));
    }
  }
  return result;
}

/** Through a 3 × 3 binomial filter (1 2 1 in both directions); the edge's pixels stand for what is beyond it. */
export function smoothed(source: Raster): Raster {
  return binomial(binomial(source, 1, 0), 0, 1);
}

function binomial({ width, height, data }: Raster, dx: number, dy: number): Raster {
  const result = blankRaster(width, height);
  const at = (x: number, y: number) =>
    4 * (Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x)));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [before, here, after] = [at(x - dx, y - dy), at(x, y), at(x + dx, y + dy)];
      for (let channel = 0; channel < 4; channel++) {
        result.data[here + channel] =
          (data[before + channel]! + 2 * data[here + channel]! + data[after + channel]!) / 4;
      }
    }
  }
  return result;
}

/** The part of `box` inside a picture, in whole pixels, at least one in each direction. */
export function clipped(box: Box, width: number, height: number): Box {
  const x = Math.min(width - 1, Math.max(0, Math.floor(box.x)));
  const y = Math.min(height - 1, Math.max(0, Math.floor(box.y)));
  return {
    x,
    y,
    width: Math.max(1, Math.min(width, Math.ceil(box.x + box.width)) - x),
    height: Math.max(1, Math.min(height, Math.ceil(box.y + box.height)) - y),
  };
}

/** Intersection over union. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
}
