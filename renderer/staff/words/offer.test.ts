import { expect, test } from 'vitest';
import { offerState } from '../../../electron/contract/index.ts';
import { someOffer } from '../testing/offers.ts';
import { offerNotes, offerNow, type StaffOffer } from './offer.ts';

const at = (part: Partial<StaffOffer>) => someOffer({ form: null, expiresAt: null, ...part });

test('every state of an offer has its own words for staff', () => {
  const titles = offerState.options.map((state) => offerNow(at({ state })).title);
  expect(new Set(titles).size).toBe(titles.length);
  for (const state of offerState.options) expect(offerNow(at({ state })).text).not.toBe('');
});

test('success is said only when the wallet said so, or showed the credential', () => {
  const said = (part: Partial<StaffOffer>) => offerNow(at({ state: 'issued', ...part })).title;
  expect(said({})).toBe('Issued');
  expect(said({ confirmation: 'missing' })).toBe('Issued, not confirmed');
  expect(said({ usedAgain: true })).toBe('Issued, not confirmed');
  expect(said({ confirmation: 'confirmed' })).toBe('Success');
  expect(said({ presented: 'presented' })).toBe('Success');
  expect(said({ presented: 'not-checked' })).toBe('Issued');
});

test('tries, times and what came of calling back are told', () => {
  expect(offerNow(at({ state: 'code-wrong', triesLeft: 1 })).text).toMatch(/^One more try is left/);
  expect(offerNow(at({ state: 'code-wrong', triesLeft: 3 })).text).toMatch(/^3 more tries are left/);
  const until = new Date(2032, 3, 16, 14, 5).getTime();
  expect(offerNow(at({ state: 'deferred', collectUntil: until })).text).toContain('14:05');
  const outcomes = ([null, 'ended', 'revoked', 'not-revocable'] as const).map(
    (withdrawn) => offerNow(at({ state: 'taken', withdrawn })).text,
  );
  expect(new Set(outcomes).size).toBe(4);
  expect(outcomes[3]).toContain('no second one');
});

test('what is odd about the phone is noted', () => {
  expect(offerNotes(at({}))).toEqual([]);
  expect(offerNotes(at({ phoneClock: true, usedAgain: true, presented: 'failed' }))).toHaveLength(3);
});
