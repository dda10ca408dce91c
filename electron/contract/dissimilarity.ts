import type { Metric } from './face-model.ts';

/** Dissimilarity of two embeddings of one model: smaller is more alike. */
export function dissimilarity(metric: Metric, a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (metric === 'euclidean') {
    let sum = 0;
    for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
    return Math.sqrt(sum);
  }
  let [along, lengthA, lengthB] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    along += a[k]! * b[k]!;
    lengthA += a[k]! ** 2;
    lengthB += b[k]! ** 2;
  }
  const lengths = Math.sqrt(lengthA * lengthB);
  return lengths > 0 ? Math.max(0, 1 - along / lengths) : 1;
}
