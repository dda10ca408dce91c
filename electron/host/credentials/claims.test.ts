import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CredentialProfile, loadProfile, parseProfile } from '../../../issuer/index.ts';
import { type CheckResult, claimsFromVisit, type DocumentFacts } from './index.ts';

const profile: CredentialProfile = await loadProfile(
  new URL('../../../resources/credentials/verified-identity.json', import.meta.url),
);
const facts: DocumentFacts = {
  givenNames: 'ERIKA',
  familyName: 'MUSTERMANN',
  birthDate: '2008-11-23',
  nationality: 'D',
  issuingState: 'D',
  documentType: 'P',
  documentNumber: 'C01X00T47',
  expiryDate: '2033-01-01',
  email: 'erika@example.org',
};
const checks: CheckResult[] = [
  { check: 'mrz-check-digits', outcome: 'passed', reason: '' },
  { check: 'document-expiry', outcome: 'failed', reason: 'expired' },
  { check: 'liveness', outcome: 'not-checked', reason: 'not-available' },
];
const on = (today: string, change: Partial<DocumentFacts> = {}) =>
  claimsFromVisit({ ...facts, ...change }, checks, profile, today);

test('the default claims, and nothing else of what is known', () => {
  const claims = on('2026-11-23');
  expect(claims).toEqual({
    given_name: 'ERIKA',
    family_name: 'MUSTERMANN',
    birthdate: '2008-11-23',
    age_equal_or_over: { 18: true },
    nationalities: ['DE'],
    issuing_country: 'DE',
    verification: {
      time: '2026-11-23T00:00Z',
      evidence: [
        {
          type: 'document',
          document_details: { type: 'passport', issuer: { country_code: 'DE' } },
          check_details: [
            { check_method: 'mrz-check-digits', outcome: 'passed' },
            { check_method: 'document-expiry', outcome: 'failed' },
          ],
        },
      ],
      not_checked: [{ check_method: 'liveness', reason: 'not-available' }],
    },
  });
  expect(JSON.stringify(claims)).not.toMatch(/C01X00T47|2033|example\.org|trust_framework|assurance_level/);
});

test('eighteen on the birthday, not the day before; on 1 March for a leap day', () => {
  expect(on('2026-11-22').age_equal_or_over).toEqual({ 18: false });
  expect(on('2026-02-28', { birthDate: '2008-02-29' }).age_equal_or_over).toEqual({ 18: false });
  expect(on('2026-03-01', { birthDate: '2008-02-29' }).age_equal_or_over).toEqual({ 18: true });
});

test('what the document leaves open is left out, not guessed', () => {
  const claims = on('2026-11-23', { givenNames: '', birthDate: null, nationality: 'XXA' });
  expect(Object.keys(claims)).toEqual(['family_name', 'issuing_country', 'verification']);
});

test('a mandatory claim that cannot be had is an error that names it', () => {
  expect(() => on('2026-11-23', { familyName: '' })).toThrowError(
    expect.objectContaining({
      code: 'credentials/claim-missing',
      message: expect.stringContaining('family_name'),
    }),
  );
  expect(() => on('23.11.2026')).toThrowError(expect.objectContaining({ code: 'credentials/bad-date' }));
});

test('several ages share one claim', () => {
  const [age] = profile.claims.filter(({ source }) => source.as === 'age-at-least');
  const older = { ...age!, path: ['age_equal_or_over', '65'], source: { ...age!.source, years: 65 } };
  const wider = parseProfile({ ...profile, claims: [...profile.claims, older] });
  expect(claimsFromVisit(facts, checks, wider, '2026-11-23').age_equal_or_over).toEqual({
    18: true,
    65: false,
  });
});

test('a check that did not run is never told as one that did', () => {
  const outcome = fc.constantFrom('passed' as const, 'failed' as const, 'not-checked' as const);
  const check = fc.record({
    check: fc.constant('liveness' as const),
    outcome,
    reason: fc.string({ maxLength: 80 }),
  });
  fc.assert(
    fc.property(fc.array(check), (results) => {
      const { evidence, not_checked } = claimsFromVisit(facts, results, profile, '2026-11-23')
        .verification as {
        evidence: { check_details: { outcome: string }[] }[];
        not_checked: unknown[];
      };
      const told = evidence[0]!.check_details.map((detail) => detail.outcome);
      expect(told).toEqual(
        results.map((result) => result.outcome).filter((value) => value !== 'not-checked'),
      );
      expect(not_checked).toHaveLength(results.length - told.length);
    }),
  );
});
