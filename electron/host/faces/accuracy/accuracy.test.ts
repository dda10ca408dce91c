import { describe, expect, it } from 'vitest';
import {
  DistanceTally,
  detPlot,
  deviate,
  equalErrorRate,
  foldedAccuracy,
  type LabelledDistance,
  parsePairs,
  peopleByFolder,
  reportAccuracy,
  wilsonInterval,
} from './index.ts';

const labelled = (same: boolean, distances: readonly (number | null)[]): LabelledDistance[] =>
  distances.map((distance) => ({ same, distance }));
const evenly = (count: number, from: number, to: number) =>
  Array.from({ length: count }, (_, k) => from + ((k + 0.5) * (to - from)) / count);

describe('DistanceTally', () => {
  it('gives the largest threshold that keeps a rate, and never lets more through', () => {
    const tally = new DistanceTally();
    for (const distance of evenly(10_000, 0, 1)) tally.add(distance);
    for (const rate of [0.01, 0.001, 0.2]) {
      const threshold = tally.thresholdAt(rate)!;
      expect(threshold).toBeCloseTo(rate, 3);
      expect(tally.shareUpTo(threshold)).toBeLessThanOrEqual(rate);
      expect(tally.shareUpTo(threshold + 0.001)).toBeGreaterThan(rate);
    }
  });

  it('gives none where not one comparison may pass', () => {
    const tally = new DistanceTally();
    for (const distance of evenly(999, 0, 1)) tally.add(distance);
    expect(tally.thresholdAt(0.001)).toBe(null);
    expect(tally.thresholdAt(0.01)).not.toBe(null);
    expect(new DistanceTally().shareUpTo(1)).toBe(0);
  });

  it('counts a distance that is a threshold as below it', () => {
    const tally = new DistanceTally();
    tally.add(0.5);
    expect(tally.shareUpTo(0.5)).toBe(1);
    expect(tally.shareUpTo(0.4995)).toBe(0);
  });
});

describe('wilsonInterval', () => {
  it('has the values of the textbook', () => {
    // Agresti and Coull 1998: 0 of 20 and 4 of 40.
    const rounded = (hits: number, trials: number) =>
      wilsonInterval(hits, trials).map((value) => Math.round(value * 1000) / 1000);
    expect(rounded(0, 20)).toEqual([0, 0.161]);
    expect(rounded(4, 40)).toEqual([0.04, 0.231]);
    expect(() => wilsonInterval(0, 0)).toThrow(RangeError);
  });
});

describe('foldedAccuracy', () => {
  it('is one where a threshold parts the two kinds, and a half where nothing does', () => {
    const apart = [...labelled(true, evenly(50, 0.1, 0.4)), ...labelled(false, evenly(50, 0.6, 0.9))];
    expect(foldedAccuracy(apart)).toEqual({ mean: 1, standardError: 0 });
    const mixed = [...labelled(true, evenly(200, 0.2, 0.8)), ...labelled(false, evenly(200, 0.2, 0.8))];
    expect(foldedAccuracy(mixed)!.mean).toBeLessThan(0.6);
  });

  it('counts what could not be compared as no match', () => {
    const pairs = [
      ...labelled(true, [...evenly(90, 0.1, 0.4), ...Array(10).fill(null)]),
      ...labelled(false, [...evenly(90, 0.6, 0.9), ...Array(10).fill(null)]),
    ];
    expect(foldedAccuracy(pairs)!.mean).toBeCloseTo(0.95);
  });

  it('says nothing of fewer than ten pairs of a kind', () => {
    expect(foldedAccuracy([...labelled(true, evenly(9, 0, 1)), ...labelled(false, evenly(90, 0, 1))])).toBe(
      null,
    );
  });
});

describe('equalErrorRate', () => {
  it('is where the rates cross', () => {
    const pairs = [...labelled(true, evenly(1000, 0, 0.6)), ...labelled(false, evenly(1000, 0.4, 1))];
    // At 0.5 a sixth of either kind is on the wrong side.
    expect(equalErrorRate(pairs)!.rate).toBeCloseTo(1 / 6, 2);
    expect(equalErrorRate(pairs)!.threshold).toBeCloseTo(0.5, 2);
    expect(equalErrorRate(labelled(true, [0.1]))).toBe(null);
  });
});

describe('reportAccuracy', () => {
  it('gives rates with what they rest on', () => {
    const strangers = new DistanceTally();
    for (const distance of evenly(100_000, 0.4, 1.4)) strangers.add(distance);
    const pairs = [
      ...labelled(true, [...evenly(98, 0, 0.4), 0.405, null]),
      ...labelled(false, evenly(100, 0.5, 1.4)),
    ];
    const report = reportAccuracy(pairs, strangers);
    expect(report.pairs).toEqual({ same: 100, different: 100, notCompared: 1 });
    expect(report.differentPeople).toBe(100_000);
    const [loose, usual, strict] = report.falseNonMatch;
    expect(loose).toMatchObject({ falseMatchRate: 0.01, threshold: 0.41, rate: 0.01 });
    expect(usual).toMatchObject({ falseMatchRate: 0.001, threshold: 0.401, rate: 0.02 });
    expect(strict!.threshold).toBeCloseTo(0.4, 3);
    expect(usual!.interval![0]).toBeLessThan(0.02);
    expect(usual!.interval![1]).toBeGreaterThan(0.06);
  });

  it('has no rate where the comparisons do not carry one', () => {
    const strangers = new DistanceTally();
    for (const distance of evenly(500, 0.4, 1.4)) strangers.add(distance);
    const report = reportAccuracy(labelled(true, [0.1]), strangers);
    expect(report.falseNonMatch.map(({ threshold }) => threshold !== null)).toEqual([true, false, false]);
    expect(report.equalErrorRate).toBe(null);
  });
});

describe('parsePairs', () => {
  it('reads tabs and spaces, and skips what is no pair', () => {
    expect(parsePairs('# list\r\na b 1\n\nmy a.jpg\tmy b.jpg\t0\n')).toEqual([
      { a: 'a', b: 'b', same: true },
      { a: 'my a.jpg', b: 'my b.jpg', same: false },
    ]);
  });

  it.each(['a b', 'a b 2', 'a b c 1', 'a\tb'])('refuses "%s", naming its line', (line) => {
    expect(() => parsePairs(`x y 1\n${line}`)).toThrow(/line 2/);
  });

  it('refuses an empty list', () => {
    expect(() => parsePairs('#\n')).toThrow(expect.objectContaining({ code: 'face-pairs/empty' }));
  });
});

describe('peopleByFolder', () => {
  it('takes folders for people where the labels agree, and else nothing', () => {
    const pairs = parsePairs('ann/1 ann/2 1\nann/1 ben/1 0');
    expect(peopleByFolder(pairs)!('ann/7')).toBe('ann');
    expect(peopleByFolder(parsePairs('faces/1 faces/2 0'))).toBe(null);
    expect(peopleByFolder(parsePairs('ann/1 ben/1 1'))).toBe(null);
  });
});

describe('detPlot', () => {
  it('has the deviates of the tables', () => {
    expect(deviate(0.5)).toBeCloseTo(0, 9);
    expect(deviate(0.975)).toBeCloseTo(1.959964, 5);
    expect(deviate(1e-4)).toBeCloseTo(-3.719016, 5);
    expect(() => deviate(0)).toThrow(RangeError);
  });

  it('draws normal distributions as a straight line, and names with care', () => {
    const normal = [-3.5, -3, -2.5, -2, -1.5].map((at) => ({
      falseMatch: share(at),
      falseNonMatch: share(-4 - at),
    }));
    const svg = detPlot('A & B', [{ name: 'one <model>', points: normal }]);
    const path = /class="curve"[^>]* d="([^"]+)"/.exec(svg)![1]!;
    const points = [...path.matchAll(/([\d.]+) ([\d.]+)/g)].map(
      ([, x, y]) => [Number(x), Number(y)] as const,
    );
    expect(points).toHaveLength(5);
    const slopes = points.slice(1).map(([x, y], k) => (y - points[k]![1]) / (x - points[k]![0]));
    for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0]!, 1);
    expect(svg).toContain('one &lt;model>');
    expect(svg).toContain('A &amp; B');
  });
});

/** The standard normal distribution, by numbers: Simpson's rule from −8. */
function share(z: number): number {
  const n = 4000;
  const step = (z + 8) / n;
  const density = (x: number) => Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(-8) + density(z);
  for (let k = 1; k < n; k++) sum += density(-8 + k * step) * (k % 2 ? 4 : 2);
  return (sum * step) / 3;
}
