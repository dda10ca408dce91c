import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyTime, paceMeter } from './pace.ts';

/** After how many strokes a burst was seen, and how long it was then; null when it never was. */
function seen(keys: readonly (number | Omit<KeyTime, 'at'>)[], gap = 0) {
  const meter = paceMeter();
  let at = 1000;
  for (const [index, key] of keys.entries()) {
    const more = typeof key === 'number' ? {} : key;
    at += index === 0 ? 0 : typeof key === 'number' ? key : gap;
    const { burst } = meter.key({ at, ...more });
    if (burst !== null) return { after: index + 1, strokes: burst };
  }
  return null;
}
const gaps = (count: number, gap: number) => Array<number>(count).fill(gap);

describe('a reader', () => {
  it.each([0, 1, 4, 8, 16, 20, 30, 35])('that needs %i ms for a key is seen at its eighth', (gap) => {
    expect(seen(gaps(88, gap))).toEqual({ after: 8, strokes: 8 });
  });

  it.each([40, 45, 50, 55])('that needs %i ms for a key is seen at its sixteenth', (gap) => {
    expect(seen(gaps(88, gap))).toEqual({ after: 16, strokes: 16 });
  });

  it('is seen sooner when it ends what it typed', () => {
    expect(seen([...Array(5).fill({}), { ends: true }], 10)).toEqual({ after: 6, strokes: 6 });
    expect(seen([...Array(4).fill({}), { ends: true }], 10)).toBeNull();
  });

  it('is seen where times are told in steps of 16 ms', () => {
    const stepped = fc.tuple(fc.integer({ min: 4, max: 30 }), fc.integer({ min: 0, max: 15 }));
    fc.assert(
      fc.property(stepped, ([gap, offset]) => {
        const times = Array.from({ length: 20 }, (_, index) => (((offset + index * gap) / 15.6) | 0) * 15.6);
        const meter = paceMeter();
        return times.some((at) => meter.key({ at }).burst !== null);
      }),
    );
  });

  it('whose times tremble is seen within sixteen strokes', () => {
    const trembling = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 20, maxLength: 20 });
    fc.assert(fc.property(trembling, (all) => (seen(all)?.after ?? 99) <= 16));
  });

  it('that begins after a key of a person does not take that key along', () => {
    expect(seen([0, 60, ...gaps(40, 5)])).toEqual({ after: 9, strokes: 8 });
    expect(seen([0, 70, 45, ...gaps(40, 1)])).toEqual({ after: 9, strokes: 7 });
    expect(seen([0, 120, ...gaps(40, 5)])).toEqual({ after: 9, strokes: 8 });
  });

  it('that needs longer for some keys is not cut in two', () => {
    expect(seen([0, 2, 40, 2, 40, 2, 40, 2, 40, 2])).toEqual({ after: 8, strokes: 8 });
    expect(seen([0, ...gaps(15, 50)])).toEqual({ after: 16, strokes: 16 });
  });

  it('is seen late where keys are down together, as some systems tell it', () => {
    expect(seen(Array(40).fill({ crowded: true }), 3)).toEqual({ after: 20, strokes: 20 });
  });
});

describe('a person', () => {
  it('who types at 15 to 400 ms is none', () => {
    const typed = fc.array(fc.integer({ min: 15, max: 400 }), { minLength: 100, maxLength: 200 });
    fc.assert(
      fc.property(typed, (all) => seen(all) === null),
      // Unbiased: as people are, not as the edges of a range are.
      { numRuns: 500, unbiased: true, seed: 1 },
    );
  });

  it('whose fingers roll over two to four keys is none, Enter included', () => {
    const roll = fc.tuple(
      fc.array(fc.integer({ min: 1, max: 35 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 90, max: 400 }),
    );
    fc.assert(
      fc.property(
        fc.array(roll, { minLength: 5, maxLength: 40 }),
        (rolls) => seen(rolls.flatMap(([fast, rest]) => [rest, ...fast])) === null,
      ),
      { numRuns: 500 },
    );
    expect(seen([...Array(3).fill({}), { ends: true }], 20)).toBeNull();
  });

  it('as quick as the quickest is none, for as long as they like', () => {
    // 160 words a minute: lognormal around 75 ms, as inter-key intervals are distributed (Dhakal et al., CHI 2018).
    let seed = 7;
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return (seed + 1) / 2147483650;
    };
    const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    expect(seen(Array.from({ length: 20_000 }, () => 75 * Math.exp(0.35 * normal())))).toBeNull();
  });

  it('who lays a hand on the keyboard is none', () => {
    expect(seen(Array(15).fill({ crowded: true }), 3)).toBeNull();
  });
});
