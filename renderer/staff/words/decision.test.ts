import { describe, expect, it } from 'vitest';
import type { Check } from '../../../electron/contract/index.ts';
import { referredVisit } from '../testing/fixtures.ts';
import { acceptBlockedBy, outcomeText, reasonIsEnough, whyReferred } from './decision.ts';

const seen: Check = {
  check: 'staff-observation',
  outcome: 'passed',
  reason: 'document-and-person',
  facts: {},
};

describe('the decision in words', () => {
  it('says who decided', () => {
    const visit = referredVisit();
    expect(outcomeText({ ...visit, outcome: 'accept' }).title).toBe('Accepted by the policy');
    expect(outcomeText({ ...visit, outcome: 'accept', checks: [seen] }).title).toBe('Accepted by staff');
    expect(outcomeText({ ...visit, outcome: 'refuse' }).title).toBe('Refused by the policy');
    expect(outcomeText({ ...visit, outcome: 'refuse', checks: [seen] }).title).toBe('Refused by staff');
    expect(outcomeText({ ...visit, outcome: 'refer' }).title).toBe('Referred to staff');
  });

  it('claims no decision where there is none', () => {
    expect(outcomeText({ ...referredVisit(), outcome: null, awaitingStaff: false }).title).toBe(
      'No decision yet',
    );
    expect(outcomeText({ ...referredVisit(), outcome: null }).meaning).toContain('before the policy');
  });

  it('says why staff are asked', () => {
    const visit = { ...referredVisit(), outcome: null, called: false };
    expect(whyReferred(referredVisit())).toContain('policy');
    expect(whyReferred({ ...visit, called: true })).toContain('called');
    expect(whyReferred({ ...visit, summary: null })).toContain('document');
    expect(whyReferred({ ...visit, selfieRef: null })).toContain('photo');
    expect(whyReferred(visit)).toContain('compared');
  });
});

describe('accepting', () => {
  const yes = { genuine: true, samePerson: true };
  it('takes both answers and a document', () => {
    expect(acceptBlockedBy(referredVisit(), yes)).toBeNull();
    expect(acceptBlockedBy({ ...referredVisit(), summary: null }, yes)).toContain('document');
    expect(acceptBlockedBy(referredVisit(), { ...yes, genuine: null })).toContain('both');
    expect(acceptBlockedBy(referredVisit(), { ...yes, samePerson: false })).toContain('yes');
    expect(acceptBlockedBy(referredVisit(), { ...yes, genuine: false })).toContain('yes');
  });

  it('takes a reason of three characters that are no blanks', () => {
    expect(reasonIsEnough('   a  ')).toBe(false);
    expect(reasonIsEnough(' abc ')).toBe(true);
  });
});
