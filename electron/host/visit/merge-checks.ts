import type { Check } from '../../contract/index.ts';

/** The list with the newest outcome of each check, in the order they were first made. */
export function mergeChecks(old: readonly Check[], fresh: readonly Check[]): Check[] {
  const newest = new Map(old.map((one) => [one.check, one]));
  for (const one of fresh) newest.set(one.check, one);
  return [...newest.values()];
}
