import { describe, expect, it } from 'vitest';
import { fuzz, fuzzTargets } from '../testing/fuzz.ts';

describe('bent frames come to nothing but typed outcomes, in bounded memory', () => {
  it.each(fuzzTargets().map((target) => [target.name, target] as const))('%s', (_, target) => {
    const { outcomes } = fuzz(target, 2500, 1);
    // Noise alone would show nothing: what is whole has to be read as well.
    expect(Object.keys(outcomes).length).toBeGreaterThan(1);
  });
});
