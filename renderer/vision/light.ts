import { LINEAR } from './luminance.ts';
import type { Raster } from './raster.ts';

export interface MeanLight {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** Mean linear light, 0 to 1, of the pixels inside the mask; zero when there are none. */
export function meanLight({ data }: Raster, mask: Uint8Array): MeanLight {
  const sums = [0, 0, 0];
  let count = 0;
  for (let k = 0; k < mask.length; k++) {
    if (!mask[k]) continue;
    count += 1;
    for (let channel = 0; channel < 3; channel++) sums[channel]! += LINEAR[data[4 * k + channel]!]!;
  }
  const [red, green, blue] = sums.map((sum) => (count > 0 ? sum / count : 0));
  return { red: red!, green: green!, blue: blue! };
}
