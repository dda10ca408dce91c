import { expect, it } from 'vitest';
import { fold, stageOf, visitEvent } from './index.ts';
import { attended, passport, standard } from './testing/fixtures.ts';

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
