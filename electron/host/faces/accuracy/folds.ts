/** A comparison that could not be made has no distance: it counts as no match. */
export interface LabelledDistance {
  readonly same: boolean;
  readonly distance: number | null;
}

const FOLDS = 10;

/**
 * Accuracy after the protocol of LFW: ten folds, each judged at the threshold that is best on the other nine. A fold is a
 * tenth of the same-person pairs and a tenth of the others, in their order, which for LFW's own list are its folds.
 *
 * @returns mean and standard error of the mean; null with fewer than ten pairs of either kind
 */
export function foldedAccuracy(
  pairs: readonly LabelledDistance[],
): { mean: number; standardError: number } | null {
  const groups = [pairs.filter(({ same }) => same), pairs.filter(({ same }) => !same)];
  if (groups.some((group) => group.length < FOLDS)) return null;
  const inFold = (fold: number) =>
    groups.flatMap((group) =>
      group.slice(Math.round((fold * group.length) / FOLDS), Math.round(((fold + 1) * group.length) / FOLDS)),
    );
  const folds = Array.from({ length: FOLDS }, (_, fold) => inFold(fold));
  const shares = folds.map((fold, index) => {
    const others = folds.filter((_, other) => other !== index).flat();
    return rightAt(fold, bestThreshold(others)) / fold.length;
  });
  const mean = shares.reduce((sum, share) => sum + share, 0) / FOLDS;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (FOLDS - 1);
  return { mean, standardError: Math.sqrt(variance / FOLDS) };
}

function bestThreshold(pairs: readonly LabelledDistance[]): number {
  const sorted = pairs
    .filter((pair): pair is { same: boolean; distance: number } => pair.distance !== null)
    .sort((a, b) => a.distance - b.distance);
  let right = 0;
  let [best, from, to] = [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  sorted.forEach(({ same, distance }, k) => {
    right += same ? 1 : -1;
    const next = sorted[k + 1]?.distance ?? distance;
    if (right > best && next !== distance) [best, from, to] = [right, distance, next];
    if (k === sorted.length - 1 && right > best) [best, from, to] = [right, distance, distance];
  });
  return (from + to) / 2;
}

const rightAt = (pairs: readonly LabelledDistance[], threshold: number) =>
  pairs.filter(({ same, distance }) => (distance !== null && distance <= threshold) === same).length;
