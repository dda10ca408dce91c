import { chains, type Mark } from './chains.ts';
import { components } from './components.ts';
import { type GreyImage, resize } from './grey.ts';
import { blackHat, dilate } from './morphology.ts';
import type { Zone } from './zones.ts';

const WORKING_SIDE = 1400;
const WINDOW = 13;
/** A stroke is at least this dark against what is around it, and this part of the darkest stroke nearby. */
const LEAST_DARK = 14;
const PART_OF_DARKEST = 0.42;
const NEARBY = 61;
const LEAST_MARKS = 16;
/** A line of a zone has 44 at most; longer rows are patterns. */
const MOST_MARKS = 52;

/**
 * Zones as rows of even marks, longest first: slower than {@link findZones}, but it finds small and faint zones on
 * restless grounds.
 */
export function findChainedZones(page: GreyImage): Zone[] {
  const scale = Math.min(1, WORKING_SIDE / Math.max(page.width, page.height));
  const level = resize(page, scale);
  const hat = blackHat(level, WINDOW, WINDOW);
  const darkest = dilate(hat, NEARBY, NEARBY);
  const lit = new Uint8Array(hat.data.length);
  for (let i = 0; i < lit.length; i += 1) {
    const dark = hat.data[i]!;
    lit[i] = dark > LEAST_DARK && dark > PART_OF_DARKEST * darkest.data[i]! ? 255 : 0;
  }
  const marks = components({ width: level.width, height: level.height, data: lit }, 5)
    .map(({ left, top, width, height, area }) => ({
      x: left + (width - 1) / 2,
      y: top + (height - 1) / 2,
      size: Math.max(width, height),
      full: area / (width * height),
    }))
    .filter(({ size, full }) => size >= 4 && size <= 70 && full > 0.12);
  return chains(marks, LEAST_MARKS)
    .filter(({ length }) => length <= MOST_MARKS)
    .map((chain) => zoneOf(chain, scale));
}

function zoneOf(chain: readonly Mark[], scale: number): Zone {
  const [first, last] = [chain[0]!, chain.at(-1)!];
  const length = Math.hypot(last.x - first.x, last.y - first.y);
  const step = length / (chain.length - 1);
  const angle = Math.atan2(last.y - first.y, last.x - first.x);
  return {
    x: ((first.x + last.x) / 2 + 0.5) / scale - 0.5,
    y: ((first.y + last.y) / 2 + 0.5) / scale - 0.5,
    length: (length + step) / scale,
    depth: (1.5 * step) / scale,
    angle: Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle,
  };
}
