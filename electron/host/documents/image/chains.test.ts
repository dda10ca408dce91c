import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../tools/mrz-net/random.ts';
import { chains, type Mark } from './chains.ts';

const step = 20;

/** A row of marks from a point, turned, bent by `sag` in its middle. */
function row(x: number, y: number, cells: number, degrees: number, sag: number, seed: number): Mark[] {
  const random = createRandom(seed);
  const turn = (degrees * Math.PI) / 180;
  return Array.from({ length: cells }, (_, i) => {
    const along = i * step + random.between(-2, 2);
    const across = sag * (1 - ((2 * i) / (cells - 1) - 1) ** 2) + random.between(-1.5, 1.5);
    return {
      x: x + along * Math.cos(turn) - across * Math.sin(turn),
      y: y + along * Math.sin(turn) + across * Math.cos(turn),
      size: random.between(14, 19),
    };
  });
}

describe('rows of even marks', () => {
  for (const degrees of [0, 17, 45, 90, 163, -70])
    it(`are traced at ${degrees} degrees`, () => {
      const turn = (degrees * Math.PI) / 180;
      const marks = [
        ...row(500, 500, 36, degrees, 0, 1),
        ...row(500 - 48 * Math.sin(turn), 500 + 48 * Math.cos(turn), 36, degrees, 0, 2),
      ];
      expect(chains(marks, 16).map((one) => one.length)).toEqual([36, 36]);
    });

  it('are traced along a bend and over a missing mark', () => {
    const marks = row(0, 0, 44, 3, 45, 3).toSpliced(20, 1);
    expect(chains(marks, 16).map((one) => one.length)).toEqual([43]);
  });

  it('are not found among scattered marks', () => {
    const random = createRandom(9);
    const marks = Array.from({ length: 400 }, () => ({
      x: random.between(0, 1200),
      y: random.between(0, 900),
      size: random.between(12, 20),
    }));
    expect(chains(marks, 16)).toEqual([]);
  });
});
