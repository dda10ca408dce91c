import type { GreyImage } from './grey.ts';
import type { Zone } from './zones.ts';

/** A level cutting of a zone, and the way back: page = origin + column x right + row x down. */
export interface Strip {
  readonly image: GreyImage;
  readonly originX: number;
  readonly originY: number;
  readonly stepX: number;
  readonly stepY: number;
}

const LENGTH = 1000;

/**
 * Cuts a zone with a margin all round and brings it to about 1000 pixels. The cutting is at least `leastDepth` times
 * the zone's length deep: a zone may be one line of two or three.
 */
export function cutStrip(page: GreyImage, zone: Zone, leastDepth: number): Strip {
  const length = zone.length * 1.12;
  const depth = Math.max(zone.depth * 1.9, zone.length * leastDepth) + zone.length * 0.02;
  const pixel = Math.max(0.25, Math.min(8, length / LENGTH));
  const width = Math.max(8, Math.round(length / pixel));
  const height = Math.max(8, Math.round(depth / pixel));
  const stepX = Math.cos(zone.angle) * pixel;
  const stepY = Math.sin(zone.angle) * pixel;
  const originX = zone.x - (stepX * (width - 1) - stepY * (height - 1)) / 2;
  const originY = zone.y - (stepY * (width - 1) + stepX * (height - 1)) / 2;
  const strip = { originX, originY, stepX, stepY };
  return { ...strip, image: sample(page, width, height, strip) };
}

function sample(
  page: GreyImage,
  width: number,
  height: number,
  { originX, originY, stepX, stepY }: Omit<Strip, 'image'>,
): GreyImage {
  const fine = Math.min(4, Math.max(1, Math.round(Math.hypot(stepX, stepY))));
  const data = new Uint8Array(width * height);
  const last = { x: page.width - 1.001, y: page.height - 1.001 };
  for (let row = 0, at = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1, at += 1) {
      let sum = 0;
      for (let tap = 0; tap < fine * fine; tap += 1) {
        const c = column + ((tap % fine) + 0.5) / fine - 0.5;
        const r = row + (Math.trunc(tap / fine) + 0.5) / fine - 0.5;
        const x = Math.min(last.x, Math.max(0, originX + c * stepX - r * stepY));
        const y = Math.min(last.y, Math.max(0, originY + c * stepY + r * stepX));
        const x0 = x | 0;
        const y0 = y | 0;
        const corner = y0 * page.width + x0;
        const upper = page.data[corner]! + (page.data[corner + 1]! - page.data[corner]!) * (x - x0);
        const under = page.data[corner + page.width]!;
        const lower = under + (page.data[corner + page.width + 1]! - under) * (x - x0);
        sum += upper + (lower - upper) * (y - y0);
      }
      data[at] = sum / (fine * fine) + 0.5;
    }
  return { width, height, data };
}
