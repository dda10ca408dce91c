import { equalErrorRate } from './equal-error.ts';
import { foldedAccuracy, type LabelledDistance } from './folds.ts';
import type { DistanceTally } from './tally.ts';
import { wilsonInterval } from './wilson.ts';

/** The false match rates that are reported; NIST SP 800-63A-4 §3.11 asks for 1e-4. */
export const REPORTED_RATES = [0.01, 0.001, 0.0001] as const;

/** The share of persons that would not be known at a threshold, with its 95 % interval (Wilson). */
export interface FalseNonMatch {
  readonly falseMatchRate: number;
  /** Null where there are too few comparisons of different people for such a rate. */
  readonly threshold: number | null;
  readonly rate: number | null;
  readonly interval: readonly [number, number] | null;
}

export interface AccuracyReport {
  readonly pairs: { readonly same: number; readonly different: number; readonly notCompared: number };
  readonly accuracy: { readonly mean: number; readonly standardError: number } | null;
  readonly equalErrorRate: { readonly rate: number; readonly threshold: number } | null;
  readonly differentPeople: number;
  readonly falseNonMatch: readonly FalseNonMatch[];
}

/**
 * What ISO/IEC 19795-1 asks of a test of verification: error rates, each with how much it rests on. Comparisons that could not
 * be made count as no match.
 *
 * @param strangers distances of every comparison of different people there is, which thresholds are taken from
 */
export function reportAccuracy(pairs: readonly LabelledDistance[], strangers: DistanceTally): AccuracyReport {
  const same = pairs.filter((pair) => pair.same);
  return {
    pairs: {
      same: same.length,
      different: pairs.length - same.length,
      notCompared: pairs.filter(({ distance }) => distance === null).length,
    },
    accuracy: foldedAccuracy(pairs),
    equalErrorRate: equalErrorRate(pairs),
    differentPeople: strangers.total,
    falseNonMatch: REPORTED_RATES.map((rate) => falseNonMatchAt(rate, same, strangers)),
  };
}

function falseNonMatchAt(
  falseMatchRate: number,
  same: readonly LabelledDistance[],
  strangers: DistanceTally,
): FalseNonMatch {
  const threshold = strangers.thresholdAt(falseMatchRate);
  if (threshold === null || same.length === 0)
    return { falseMatchRate, threshold, rate: null, interval: null };
  const missed = same.filter(({ distance }) => distance === null || distance > threshold).length;
  return {
    falseMatchRate,
    threshold,
    rate: missed / same.length,
    interval: wilsonInterval(missed, same.length),
  };
}
