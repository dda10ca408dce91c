import { describe, expect, it } from 'vitest';
import type { Check } from '../../contract/index.ts';
import { decideByPolicy } from './decision.ts';
import { simulation, standard } from './testing/fixtures.ts';

const match = (outcome: Check['outcome'], reason: string): Check => ({
  check: 'face-match',
  outcome,
  reason,
  facts: {},
});
const lenient = {
  ...simulation,
  minimumEvidence: 'NONE' as const,
  rules: [{ check: 'face-match' as const, failed: 'refer' as const, notChecked: 'accept' as const }],
};

describe('faces whose comparison decides nothing', () => {
  it.each(['not-sure', 'model-uncalibrated', 'child'])(
    '(%s) lead to a person, whatever the rules say',
    (reason) => {
      expect(decideByPolicy([match('not-checked', reason)], lenient)).toMatchObject({
        outcome: 'refer',
        because: ['face-match'],
      });
      for (const policy of [simulation, standard]) {
        const { because } = decideByPolicy([match('not-checked', reason)], policy);
        expect(because.filter((name) => name === 'face-match')).toHaveLength(1);
      }
    },
  );

  it('are not those that there was nothing to compare with, or that passed', () => {
    expect(decideByPolicy([match('not-checked', 'no-portrait')], lenient).outcome).toBe('accept');
    expect(decideByPolicy([match('passed', 'same-person')], lenient).outcome).toBe('accept');
  });

  it('soften no refusal', () => {
    const checks = [
      match('not-checked', 'not-sure'),
      { ...match('failed', 'expired'), check: 'document-expiry' as const },
    ];
    expect(decideByPolicy(checks, standard).outcome).toBe('refuse');
  });
});
