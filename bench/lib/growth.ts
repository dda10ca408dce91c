import { fitLine } from './stats.ts';

/** KiB that a visit may leave behind before it is called growth: 200 visits a day are 3 MiB then. */
export const tolerated = 16;

/** Visits after which a slope says something: in a kiosk that does not grow, heaps settle over about the first hundred. */
const enough = 100;

interface Slope {
  /** KiB per visit, with half the width of its 95 % interval. */
  perVisit: number;
  error: number;
}

export interface Growth {
  whole: Slope;
  /** Over the later half of the visits alone. */
  later: Slope;
  /** `rises`: as growth would, but over too few visits to be told from heaps that settle. */
  verdict: 'grows' | 'does not grow' | 'rises';
}

/**
 * Whether resident memory rises with the visits. The collector lets memory rise and fall on its own, so only a rise
 * that is beyond doubt and beyond what is tolerated counts, over all visits and over the later half of them: a heap that
 * settles flattens, a leak does not.
 * @param samples MiB after each visit, warm-up left out
 */
export function growthOf(samples: readonly number[]): Growth {
  const slopeOf = (values: readonly number[]): Slope => {
    const { slope, slopeError } = fitLine(values.map((value) => value * 1024));
    return { perVisit: slope, error: 1.96 * slopeError };
  };
  const whole = slopeOf(samples);
  const later = slopeOf(samples.slice(Math.floor(samples.length / 2)));
  const rises = ({ perVisit, error }: Slope) => perVisit - error > tolerated;
  if (!rises(whole) || !rises(later)) return { whole, later, verdict: 'does not grow' };
  return { whole, later, verdict: samples.length < enough ? 'rises' : 'grows' };
}

export const describeSlope = ({ perVisit, error }: Slope) => `${perVisit.toFixed(0)} ± ${error.toFixed(0)}`;
