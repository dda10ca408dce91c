import type { EmbedderSetup } from '../../contract/index.ts';
import { REPORTED_RATES } from '../../host/faces/accuracy/index.ts';
import {
  boundToThisBuild,
  type Calibration,
  FALSE_MATCHES_NEEDED,
  type MeasuredThreshold,
} from '../../host/faces/slot/index.ts';
import type { PairsMeasured } from './measure-pairs.ts';

/** The report of a measurement: what was found, and the thresholds that it carries. */
export function calibrationOf(found: {
  setup: EmbedderSetup;
  data: Calibration['data'];
  chip: PairsMeasured;
  page: PairsMeasured;
  madeAt: Date;
}): Calibration {
  const sources = ['chip', 'page'] as const;
  return {
    schema: 1,
    madeAt: found.madeAt.toISOString(),
    boundTo: boundToThisBuild(found.setup),
    data: found.data,
    measured: sources.map((portrait) => {
      const { pairs, accuracy, equalErrorRate, differentPeople, falseNonMatch } = found[portrait].report;
      return {
        portrait,
        pairs,
        accuracy,
        equalErrorRate,
        differentPeople,
        falseNonMatch: falseNonMatch.map((one) => ({ ...one, interval: one.interval && [...one.interval] })),
      };
    }),
    thresholds: sources.flatMap((portrait) =>
      REPORTED_RATES.flatMap((rate) => thresholdAt(rate, portrait, found[portrait])),
    ),
  };
}

function thresholdAt(
  falseMatchRate: number,
  portrait: MeasuredThreshold['portrait'],
  { strangers, strangersOfMean }: PairsMeasured,
): MeasuredThreshold[] {
  const enough = (count: number) => count * falseMatchRate >= FALSE_MATCHES_NEEDED;
  const distance = enough(strangers.total) ? strangers.thresholdAt(falseMatchRate) : null;
  if (distance === null || distance === 0) return [];
  const ofMean = enough(strangersOfMean.total) ? strangersOfMean.thresholdAt(falseMatchRate) : null;
  return [
    {
      falseMatchRate,
      portrait,
      distance,
      comparisons: strangers.total,
      distanceOfMean: ofMean === 0 ? null : ofMean,
      comparisonsOfMean: strangersOfMean.total,
    },
  ];
}
