import { describe, expect, it } from 'vitest';
import { type Check, checkName, checkOutcome } from '../../../electron/contract/index.ts';
import { checkGroups, checkWords, countOutcomes, groupChecks, outcomeWords } from './checks.ts';

const check = (name: Check['check'], outcome: Check['outcome'] = 'passed'): Check => ({
  check: name,
  outcome,
  reason: 'x',
  facts: {},
});

describe('the list of checks', () => {
  it('shows every check once, under its heading, in the order of the host', () => {
    const all = checkName.options.map((name) => check(name));
    const grouped = groupChecks(all);
    expect(grouped.map(({ group }) => group)).toEqual([...checkGroups]);
    expect(grouped.flatMap(({ checks }) => checks.map((one) => one.check)).sort()).toEqual(
      [...checkName.options].sort(),
    );
    for (const { group, checks } of grouped) {
      const inOrder = all.filter((one) => checkWords[one.check].group === group);
      expect(checks).toEqual(inOrder);
    }
  });

  it('leaves out a group nothing was said about', () => {
    expect(groupChecks([check('face-match')])).toEqual([{ group: 'person', checks: [check('face-match')] }]);
    expect(groupChecks([])).toEqual([]);
  });

  it('has a title of its own for every check and a word of its own for every outcome', () => {
    const titles = Object.values(checkWords).map(({ title }) => title);
    expect(new Set(titles).size).toBe(checkName.options.length);
    expect(new Set(checkOutcome.options.map((outcome) => outcomeWords[outcome])).size).toBe(3);
  });

  it('never counts what was not checked as passed', () => {
    const checks = [
      check('liveness', 'not-checked'),
      check('face-match'),
      check('document-expiry', 'failed'),
    ];
    expect(countOutcomes(checks)).toEqual({ passed: 1, failed: 1, 'not-checked': 1 });
  });
});
