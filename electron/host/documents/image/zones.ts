import { type Component, components } from './components.ts';
import type { GreyImage } from './grey.ts';
import { resize } from './grey.ts';
import {
  above,
  blackHat,
  close,
  dilate,
  erode,
  otsu,
  quantileOf,
  quarterTurn,
  threshold,
} from './morphology.ts';

/** A slanted box that may hold a machine readable zone; pixels of the page, `angle` in radians from the x axis. */
export interface Zone {
  readonly x: number;
  readonly y: number;
  readonly length: number;
  readonly depth: number;
  readonly angle: number;
}

const WORKING_SIDE = 560;

/** Window widths for the black hat, in pixels of the working image: first for a zone that fills the page. */
const WINDOWS = [11, 7, 15] as const;

/** As much of a page is ground, and whatever print is no darker than that is ground too. */
const GROUND = 0.75;

/**
 * Candidate zones in the order in which they are worth trying: long boxes full of fine strokes, in lines along either
 * axis and a few degrees off it (after van der Walt's PassportEye). Yields lazily, for the first is mostly right.
 */
export function* findZones(page: GreyImage): Generator<Zone> {
  const scale = Math.min(1, WORKING_SIDE / Math.max(page.width, page.height));
  const level = resize(page, scale);
  const turned = quarterTurn(level);
  const tried: Zone[] = [];
  for (const window of WINDOWS)
    for (const along of [true, false]) {
      const round = (along ? boxes(level, window) : boxes(turned, window))
        .map((box) => enlarge(along ? box : turnBack(box, level.height), scale))
        .toSorted((a, b) => b.length - a.length)
        .slice(0, 3);
      for (const zone of round) {
        if (tried.some((other) => alike(zone, other))) continue;
        tried.push(zone);
        yield zone;
      }
    }
}

function boxes(image: GreyImage, window: number): Zone[] {
  const hat = blackHat(image, window, (window >> 1) + 2);
  const strokes = slopes(above(hat, quantileOf(hat, GROUND)));
  const lines = close(strokes, window + 4, 3);
  const lit = threshold(lines, otsu(lines));
  const joined = close(lit, window + 6, window);
  const clean = dilate(erode(joined, 5, 5), 5, 5);
  const least = 0.3 * Math.min(image.width, image.height);
  return components(clean, least * 4)
    .map((one) => slantedBox(one, image.width))
    .filter(({ length, depth }) => depth >= 4 && length >= 3 * depth && length >= least);
}

/** Horizontal gradient, stretched so that the strongest hundredth is white. */
function slopes({ width, height, data }: GreyImage): GreyImage {
  const raw = new Uint16Array(data.length);
  const counts = new Uint32Array(1024);
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const slope = Math.abs(
        data[i + 1 - width]! +
          2 * data[i + 1]! +
          data[i + 1 + width]! -
          data[i - 1 - width]! -
          2 * data[i - 1]! -
          data[i - 1 + width]!,
      );
      raw[i] = slope;
      counts[slope] = counts[slope]! + 1;
    }
  let left = data.length * 0.01;
  let most = 1023;
  while (most > 40 && left > counts[most]!) {
    left -= counts[most]!;
    most -= 1;
  }
  const to = new Uint8Array(data.length);
  const stretch = 255 / most;
  for (let i = 0; i < to.length; i += 1) to[i] = raw[i]! >= most ? 255 : raw[i]! * stretch;
  return { width, height, data: to };
}

/** The box along the principal axis of a component's pixels. */
function slantedBox({ pixels, area }: Component, width: number): Zone {
  let [sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0];
  for (const pixel of pixels) {
    const y = (pixel / width) | 0;
    const x = pixel - y * width;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  const [mx, my] = [sx / area, sy / area];
  const angle = 0.5 * Math.atan2(2 * (sxy / area - mx * my), sxx / area - mx * mx - (syy / area - my * my));
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  let [low, high, above, below] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const pixel of pixels) {
    const y = (pixel / width) | 0;
    const x = pixel - y * width;
    const along = x * c + y * s;
    const across = y * c - x * s;
    if (along < low) low = along;
    if (along > high) high = along;
    if (across < above) above = across;
    if (across > below) below = across;
  }
  const along = (low + high) / 2;
  const across = (above + below) / 2;
  return {
    x: along * c - across * s,
    y: along * s + across * c,
    length: high - low + 1,
    depth: below - above + 1,
    angle,
  };
}

function turnBack(zone: Zone, height: number): Zone {
  return { ...zone, x: zone.y, y: height - 1 - zone.x, angle: zone.angle - Math.PI / 2 };
}

function enlarge(zone: Zone, scale: number): Zone {
  return {
    x: (zone.x + 0.5) / scale - 0.5,
    y: (zone.y + 0.5) / scale - 0.5,
    length: zone.length / scale,
    depth: zone.depth / scale,
    angle: zone.angle,
  };
}

/** Whether two boxes are so near to each other that trying both is no use. */
export function alike(a: Zone, b: Zone): boolean {
  return (
    Math.abs(a.x - b.x) < 0.1 * b.length &&
    Math.abs(a.y - b.y) < 0.5 * b.depth &&
    Math.abs(Math.sin(a.angle - b.angle)) < 0.1 &&
    Math.abs(Math.log(a.length / b.length)) < 0.3 &&
    Math.abs(Math.log(a.depth / b.depth)) < 0.5
  );
}
