import type { LabelledDistance } from './folds.ts';

/**
 * Where as many strangers pass as persons themselves fail: the crossing of both rates, on the line between the two
 * thresholds around it. Null where either kind of pair is missing.
 */
export function equalErrorRate(
  pairs: readonly LabelledDistance[],
): { rate: number; threshold: number } | null {
  const same = pairs.filter((pair) => pair.same);
  const different = pairs.filter((pair) => !pair.same);
  if (same.length === 0 || different.length === 0) return null;
  const upTo = (group: readonly LabelledDistance[], threshold: number) =>
    group.filter(({ distance }) => distance !== null && distance <= threshold).length / group.length;
  const thresholds = [...new Set(pairs.flatMap(({ distance }) => distance ?? []))].sort((a, b) => a - b);
  let before = { threshold: 0, falseMatch: 0, falseNonMatch: 1 };
  for (const threshold of thresholds) {
    const here = {
      threshold,
      falseMatch: upTo(different, threshold),
      falseNonMatch: 1 - upTo(same, threshold),
    };
    if (here.falseMatch >= here.falseNonMatch) return crossing(before, here);
    before = here;
  }
  return { rate: (before.falseMatch + before.falseNonMatch) / 2, threshold: before.threshold };
}

interface Rates {
  readonly threshold: number;
  readonly falseMatch: number;
  readonly falseNonMatch: number;
}

function crossing(a: Rates, b: Rates) {
  const gapA = a.falseNonMatch - a.falseMatch;
  const gapB = b.falseMatch - b.falseNonMatch;
  const part = gapA + gapB > 0 ? gapA / (gapA + gapB) : 0;
  const between = (from: number, to: number) => from + part * (to - from);
  return {
    rate: between(a.falseMatch, b.falseMatch),
    threshold: between(a.threshold, b.threshold),
  };
}
