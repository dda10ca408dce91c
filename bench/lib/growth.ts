import { fitLine } from './stats.ts';

/** KiB that a visit may leave behind before it is called growth: 200 visits a day are 3 MiB then. */
const tolerated = 16;

export interface Growth {
  /** KiB per visit, with half the width of its 95 % interval. */
  perVisit: number;
  error: number;
  grows: boolean;
}

/**
 * Whether resident memory rises with the visits. The collector lets memory rise and fall on its own, so only a rise
 * that is beyond doubt and beyond what is tolerated counts, over all visits and over the later half of them: a heap that
 * settles flattens, a leak does not.
 * @param samples MiB after each visit, warm-up left out
 */
export function growthOf(samples: readonly number[]): Growth {
  const slopeOf = (values: readonly number[]) => {
    const { slope, slopeError } = fitLine(values.map((value) => value * 1024));
    return { perVisit: slope, error: 1.96 * slopeError };
  };
  const whole = slopeOf(samples);
  const later = slopeOf(samples.slice(Math.floor(samples.length / 2)));
  const rises = ({ perVisit, error }: typeof whole) => perVisit - error > tolerated;
  return { ...whole, grows: rises(whole) && rises(later) };
}
