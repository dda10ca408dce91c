import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../tools/mrz-net/random.ts';
import { fitPitch } from './pitch-grid.ts';
import { placeOf } from './projection.ts';

/** Centres of the glyphs of a line, some missing, none quite in its place. */
function line(
  cells: number,
  pitch: number,
  lean: number,
  seed: number,
): { centres: number[]; true: number[] } {
  const random = createRandom(seed);
  const true_ = Array.from({ length: cells }, (_, i) => (60 + pitch * i) / (1 + lean * i));
  const centres = true_
    .filter((_, i) => i === 0 || i === cells - 1 || !random.chance(0.06))
    .map((x) => x + 0.06 * pitch * random.normal());
  return { centres, true: true_ };
}

describe('the pitch of a line', () => {
  for (const [name, lean] of Object.entries({ even: 0, growing: -0.0035, shrinking: 0.0045, steep: -0.005 }))
    for (const cells of [30, 36, 44])
      it(`is found: ${name}, ${cells} characters`, () => {
        for (let seed = 1; seed <= 8; seed += 1) {
          const { centres, true: places } = line(cells, 21, lean, seed);
          const grid = fitPitch({ course: [0, 0, 0], centres, glyphHeight: 19 })!;
          // A mark at an end that is far off its place is left out.
          expect([cells - 1, cells]).toContain(grid.last - grid.first + 1);
          const nearest = Math.round((grid.first + grid.last - cells + 1) / 2);
          const off = [0, -1, 1]
            .map((by) => nearest + by)
            .find((one) => Math.abs(placeOf(grid.centre, one) - places[0]!) < 0.3 * 21)!;
          for (const [i, place] of places.entries())
            expect(Math.abs(placeOf(grid.centre, off + i) - place)).toBeLessThan(0.15 * 21);
        }
      });
});
