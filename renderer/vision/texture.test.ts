import { describe, expect, it } from 'vitest';
import { blankRaster, type Raster } from './raster.ts';
import { framing, periodicity } from './texture.ts';

function drawn(width: number, height: number, grey: (x: number, y: number) => number): Raster {
  const raster = blankRaster(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      raster.data.fill(grey(x, y), 4 * (y * width + x), 4 * (y * width + x) + 4);
  }
  return raster;
}

/** Repeatable, in [-1, 1]. */
function noiseFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2147483648 - 1;
  };
}

/** Light that falls off, an edge, and noise: what skin has. */
const skin = (side: number, seed: number, more: (x: number, y: number) => number = () => 0) => {
  const noise = noiseFrom(seed);
  return drawn(side, side, (x, y) => 150 - 0.3 * y + (x + y > side ? 25 : 0) + 4 * noise() + more(x, y));
};

describe('periodicity', () => {
  it.each([64, 100, 128, 200])('skin of %i pixels has none', (side) => {
    for (let seed = 1; seed <= 12; seed += 1) expect(periodicity(skin(side, seed))).toBeLessThan(0.05);
  });

  it.each([
    [64, 3.1, 0.3],
    [100, 4.7, 0.6],
    [128, 2.3, 0.2],
    [200, 5.9, 0.8],
    [128, 3.2, 0],
  ])('a lattice on %i pixels, %d pixels apart, is seen', (side, pitch, leaning) => {
    const wave = (u: number) => Math.cos((2 * Math.PI * u) / pitch);
    const [c, s] = [Math.cos(leaning), Math.sin(leaning)];
    const lattice = (x: number, y: number) => 12 * (wave(x * c - y * s) + wave(x * s + y * c));
    expect(periodicity(skin(side, 1, lattice))).toBeGreaterThan(0.5);
  });

  it('the blocks of JPEG along the axes are none, and neither is what is too small to tell', () => {
    const blocks = (x: number, y: number) => (x % 8 === 0 ? 6 : 0) + (y % 8 === 0 ? 6 : 0);
    expect(periodicity(skin(128, 1, blocks))).toBeLessThan(0.1);
    expect(periodicity(skin(60, 1, (x) => 20 * (x % 2)))).toBe(0);
  });
});

describe('framing', () => {
  const wall = (inside: (x: number, y: number) => boolean) =>
    drawn(240, 240, (x, y) => (inside(x, y) ? 60 : 180));

  it('sees a sheet or a screen around the head', () => {
    expect(framing(wall((x, y) => x > 50 && x < 190 && y > 20 && y < 225))).toBeGreaterThan(0.55);
  });

  it('does not take a door behind a person for one', () => {
    const door = (x: number, y: number) => x > 50 && x < 190 && y > 20;
    const body = (x: number, y: number) => y > 170 && Math.hypot(x - 120, y - 240) < 110;
    expect(framing(wall((x, y) => door(x, y) || body(x, y)))).toBeLessThan(0.2);
    expect(framing(wall(body))).toBeLessThan(0.3);
  });
});
