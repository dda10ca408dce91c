import { type Curve, STEP } from '../../host/faces/accuracy/index.ts';
import type { Embedded, PairsMeasured, Sides } from './measure-pairs.ts';

const rounded = (value: number, digits = 5) => Number(value.toFixed(digits));

/** The report as it is printed: rates as shares, thresholds in the model's metric. */
export function describeMeasured({ report }: PairsMeasured) {
  const { pairs, accuracy, equalErrorRate, differentPeople, falseNonMatch } = report;
  return {
    pairs,
    accuracy: accuracy && {
      mean: rounded(accuracy.mean),
      standardError: rounded(accuracy.standardError),
      folds: 10,
    },
    equalErrorRate: equalErrorRate && {
      rate: rounded(equalErrorRate.rate),
      threshold: rounded(equalErrorRate.threshold, 4),
    },
    differentPeople,
    falseNonMatch: falseNonMatch.map(({ falseMatchRate, threshold, rate, interval }) => ({
      falseMatchRate,
      threshold,
      rate: rate === null ? null : rounded(rate),
      interval: interval?.map((value) => rounded(value)) ?? null,
    })),
    intervals: 'Wilson, 95 %',
  };
}

/** Pictures without a face that was found, on either side. */
export function notDetected({ first, second }: Sides): string[] {
  const lost = [...first, ...second].flatMap(([path, { vector }]) => (vector ? [] : [path]));
  return [...new Set(lost)];
}

/** Medians, in milliseconds, as the face engine took them. */
export function timesOf({ first, second }: Sides): { find: number; embed: number } | null {
  const all = [...new Set([...first.values(), ...second.values()])].flatMap(({ ms }: Embedded) => ms ?? []);
  if (all.length === 0) return null;
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
  return {
    find: rounded(median(all.map(({ find }) => find)), 1),
    embed: rounded(median(all.map(({ embed }) => embed)), 1),
  };
}

/** Both error rates at every threshold that some distance lies at. */
export function curveOf(name: string, { pairs, strangers }: PairsMeasured): Curve {
  const same = pairs.filter((pair) => pair.same);
  if (same.length === 0 || strangers.total === 0) return { name, points: [] };
  const points = Array.from({ length: 1000 }, (_, k) => {
    const threshold = k * 4 * STEP;
    const missed = same.filter(({ distance }) => distance === null || distance > threshold).length;
    return { falseMatch: strangers.shareUpTo(threshold), falseNonMatch: missed / same.length };
  });
  return { name, points };
}
