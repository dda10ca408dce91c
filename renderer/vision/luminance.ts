import type { Box, Point } from '../../electron/contract/index.ts';
import type { Raster } from './raster.ts';

/** sRGB to linear light (IEC 61966-2-1), for each of the 256 values. */
export const LINEAR = Float64Array.from({ length: 256 }, (_, k) => {
  const value = k / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** Luminance 0..255 of each pixel, in linear light as ISO/IEC 29794-5 has it. */
export function luminance({ width, height, data }: Raster): Uint8Array {
  const result = new Uint8Array(width * height);
  for (let k = 0; k < result.length; k++) {
    const [r, g, b] = [data[4 * k]!, data[4 * k + 1]!, data[4 * k + 2]!];
    result[k] = Math.round(255 * (0.2126 * LINEAR[r]! + 0.7152 * LINEAR[g]! + 0.0722 * LINEAR[b]!));
  }
  return result;
}

/** 1 for each pixel whose centre lies inside the polygon (even-odd rule), else 0. */
export function polygonMask(polygon: readonly Point[], width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const crossings: number[] = [];
    polygon.forEach((from, k) => {
      const to = polygon[(k + 1) % polygon.length]!;
      const at = y + 0.5;
      if (from.y <= at === to.y <= at) return;
      crossings.push(from.x + ((at - from.y) / (to.y - from.y)) * (to.x - from.x));
    });
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const start = Math.max(0, Math.ceil(crossings[k]! - 0.5));
      const end = Math.min(width, Math.ceil(crossings[k + 1]! - 0.5));
      if (start < end) mask.fill(1, y * width + start, y * width + end);
    }
  }
  return mask;
}

/** Shares of the 256 luminance values among the pixels of the mask; all zero when it is empty. */
export function histogram(values: Uint8Array, mask: Uint8Array): Float64Array {
  const shares = new Float64Array(256);
  let count = 0;
  for (let k = 0; k < values.length; k++) {
    if (!mask[k]) continue;
    shares[values[k]!]! += 1;
    count += 1;
  }
  return count ? shares.map((value) => value / count) : shares;
}

export function boxMask(box: Box, width: number, height: number): Uint8Array {
  const { x, y } = box;
  const corners = [
    { x, y },
    { x: x + box.width, y },
    { x: x + box.width, y: y + box.height },
    { x, y: y + box.height },
  ];
  return polygonMask(corners, width, height);
}

/** Variance of the Laplacian (4-neighbour) of perceived brightness inside the mask: more detail, higher value. */
export function laplacianVariance({ width, height, data }: Raster, mask: Uint8Array): number {
  const brightness = Float64Array.from({ length: width * height }, (_, k) => {
    return 0.299 * data[4 * k]! + 0.587 * data[4 * k + 1]! + 0.114 * data[4 * k + 2]!;
  });
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const k = y * width + x;
      if (!mask[k]) continue;
      const value =
        4 * brightness[k]! -
        brightness[k - 1]! -
        brightness[k + 1]! -
        brightness[k - width]! -
        brightness[k + width]!;
      count += 1;
      sum += value;
      squares += value * value;
    }
  }
  return count ? squares / count - (sum / count) ** 2 : 0;
}
