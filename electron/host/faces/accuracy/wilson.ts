/** Two-sided 95 %. */
const Z = 1.959964;

/**
 * Wilson's score interval of a share, at 95 %. It takes the trials for independent, which comparisons that share people are
 * not quite.
 *
 * @throws RangeError when there are no trials
 */
export function wilsonInterval(hits: number, trials: number): [number, number] {
  if (!(trials > 0)) throw new RangeError('an interval needs trials');
  const share = hits / trials;
  const weight = 1 + Z ** 2 / trials;
  const centre = (share + Z ** 2 / (2 * trials)) / weight;
  const half = (Z / weight) * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
