import { describe, expect, it } from 'vitest';
import {
  canDisown,
  canSwitch,
  decide,
  evolve,
  fold,
  isToWithdraw,
  isUnconfirmed,
  stageOf,
  visitEvent,
} from './index.ts';
import { attended, contextWith, passport, standard } from './testing/fixtures.ts';

/** As the first version of the kiosk wrote them: of documents it knew lines, one page and a portrait. */
const { instead: _, ...rule } = standard.rules[0]!;
const { chip: _chip, keepChipFiles: _files, ...profile } = attended;
const { trustListDays: _days, oldTrustList: _old, ...policy } = standard;
const begin = [
  {
    type: 'VisitStarted',
    by: 'staff',
    language: 'en',
    profile: { ...profile, documentTypes: ['passport'] },
    policy: { ...policy, rules: [rule] },
    simulated: false,
  },
  { type: 'LanguageChosen', language: 'en' },
  { type: 'WalletConfirmed', wallet: 'other' },
  { type: 'StepCompleted', step: 'pairing' },
  { type: 'StepCompleted', step: 'introduction' },
  { type: 'DetailsEntered', givenNames: 'Maja', familyName: 'Lindqvist', email: 'maja@example.org' },
  {
    type: 'ConsentRecorded',
    terms: { id: 'terms', version: '1', hash: 'a'.repeat(64), given: true },
    biometric: { id: 'biometric', version: '1', hash: 'b'.repeat(64), given: true },
  },
  { type: 'DocumentChosen', country: 'UTO', documentType: 'passport' },
  { type: 'StepCompleted', step: 'document-guidance' },
];
const read = { type: 'DocumentLinesRead', source: 'r', lines: passport(), at: Date.parse('2026-11-23') };
const scanned = {
  type: 'PageScanned',
  source: 's',
  ref: 'page',
  mediaType: 'image/jpeg',
  dotsPerInch: 300,
};
const foldOf = (...more: object[]) => fold([...begin, ...more].map((event) => visitEvent.parse(event)));

it('folds a rejected try, a page and a portrait as it did then', () => {
  const rejected = foldOf({ type: 'DocumentReadRejected', problem: 'not-an-mrz', fault: null });
  expect(rejected).toMatchObject({ step: 'document-reading', documentAttempts: 1, document: null });
  const reviewed = foldOf(read, scanned, { type: 'PortraitCropped', ref: 'portrait', checks: [] });
  expect(reviewed).toMatchObject({
    step: 'document-review',
    documentAttempts: 1,
    document: { pages: [{ ref: 'page' }], portrait: { ref: 'portrait' } },
  });
  expect(foldOf(read, scanned, { type: 'PortraitMissing', reason: 'no-face' })?.step).toBe('document-review');
  const alone = foldOf(read, { type: 'PageNotScanned', reason: 'no-scanner' });
  expect(alone).toMatchObject({ step: 'document-review', document: { pages: [], missing: 'no-scanner' } });
});

it('folds what was submitted and set aside', () => {
  const cropped = { type: 'PortraitCropped', ref: 'portrait', checks: [] };
  const submitted = foldOf(read, scanned, cropped, { type: 'DocumentSubmitted', checks: [] });
  expect(submitted?.step).toBe('face-guidance');
  const again = foldOf(read, scanned, cropped, { type: 'DocumentSetAside' }, read);
  expect(again).toMatchObject({ step: 'document-reading', documentAttempts: 2 });
});

it('goes on with what had been begun', () => {
  expect(stageOf(foldOf(read)!)).toEqual({ at: 'scan' });
  expect(stageOf(foldOf(read, scanned)!)).toEqual({ at: 'examine' });
});

describe('an offer, as events told of it before they said when it was given and in which form', () => {
  const decided = { outcome: 'accept', evidenceStrength: 'STRONG', checks: [], policy: 'standard' };
  const made = { offerId: 'o', offerUri: 'u', txCode: '123456', createdAt: 1, expiresAt: 2 };
  const offered = [read, { type: 'Decided', ...decided }, { type: 'OfferCreated', ...made }];
  const progressed = (state: string) => ({ type: 'OfferProgressed', offerId: 'o', state, triesLeft: null });
  const context = contextWith({ profile: attended });

  it('waits as it did, in the one form there was, and can be said to be in another phone', () => {
    const scanned = foldOf(...offered, progressed('scanned'));
    expect(scanned).toMatchObject({
      step: 'offer',
      offer: { id: 'o', form: { index: 0, of: 1 }, renewals: 0, replaces: null, withdrawn: null },
    });
    expect([canSwitch(scanned!), canDisown(scanned!)]).toEqual([false, true]);
    const renewed = foldOf(...offered, progressed('expired'), { type: 'OfferRequested' });
    expect(renewed?.offer).toMatchObject({ state: 'preparing', renewals: 1, replaces: null });
  });

  it('that was issued asks nobody whether it arrived, ends as it did, and can be called back', () => {
    const given = foldOf(...offered, progressed('issued'), {
      type: 'ProofResolved',
      outcome: 'not-checked',
      reason: 'not-asked',
    });
    expect(given).toMatchObject({ step: 'success', offer: { state: 'issued', issuedAt: null } });
    expect(isUnconfirmed(given!)).toBe(false);
    const left = decide(given, { type: 'visit.continue', step: 'success' }, context);
    expect(left).toMatchObject({ events: [{ type: 'VisitEnded', reason: 'done' }] });
    const taken = decide(given, { type: 'offer.disown' }, context);
    const after = 'events' in taken ? taken.events.reduce(evolve, given) : null;
    expect(after?.offer && isToWithdraw(after.offer)).toBe(true);
  });
});
