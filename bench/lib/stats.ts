/** Linear interpolation between the closest ranks (R's type 7). @throws RangeError when there are no values */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = values.toSorted((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** Ordinary least squares of the values against their index, with the slope's standard error. Needs three values. */
export function fitLine(values: readonly number[]): { slope: number; slopeError: number } {
  const n = values.length;
  if (n < 3) throw new RangeError('a line through fewer than three values has no error');
  const meanX = (n - 1) / 2;
  const meanY = values.reduce((sum, y) => sum + y, 0) / n;
  const spread = (n * (n * n - 1)) / 12;
  const slope = values.reduce((sum, y, x) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const residual = values.reduce((sum, y, x) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, slopeError: Math.sqrt(residual / (n - 2) / spread) };
}
