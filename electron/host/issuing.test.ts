import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadProfile } from '../../issuer/index.ts';
import { type CredentialIssuerPort, claimsFromVisit, type OfferState } from './credentials/index.ts';
import { factsOf, issuingFor } from './issuing.ts';
import { resourcesDirectory } from './testing/index.ts';
import { identityCard, licence } from './visit/testing/documents.ts';
import { type Command, chosen, walk } from './visit/testing/fixtures.ts';

const profile = await loadProfile(join(resourcesDirectory, 'credentials/verified-identity.json'));

function visitWith(type: Parameters<typeof chosen>[0], command: Command) {
  const { visit } = walk([...chosen(type), command]);
  if (!visit?.document) throw new Error('nothing was read');
  return visit;
}
const withLicence = (changes: Parameters<typeof licence>[0] = {}) =>
  visitWith('driving-licence', {
    type: 'document.barcode',
    source: 'b',
    text: licence(changes),
    aim: ']L2',
    scanner: false,
  });
const claimsOf = (visit: Parameters<typeof factsOf>[0]) =>
  claimsFromVisit(factsOf(visit), visit.checks, profile, '2026-11-23');

describe('the credential of a driving licence', () => {
  test('names the state by its ISO code and the kind of document, and no nationality, for a licence has none', () => {
    expect(claimsOf(withLicence())).toMatchObject({
      given_name: 'MAJA ELIN',
      family_name: 'LINDQVIST',
      birthdate: '1988-04-17',
      issuing_country: 'US',
      verification: {
        evidence: [{ document_details: { type: 'driving_permit', issuer: { country_code: 'US' } } }],
      },
    });
    expect(claimsOf(withLicence())).not.toHaveProperty('nationalities');
    expect(claimsOf(withLicence({ DCG: 'CAN' }))).toHaveProperty('issuing_country', 'CA');
  });

  test('takes the state from the issuer’s number where the card does not write it', () => {
    expect(claimsOf(withLicence({ DCG: null }))).toHaveProperty('issuing_country', 'US');
  });

  test('leaves out what the card does not say', () => {
    const visit = withLicence({ DAC: null, DAD: null, DBA: null });
    expect(factsOf(visit)).toMatchObject({ givenNames: '', expiryDate: null, nationality: '' });
    expect(claimsOf(visit)).not.toHaveProperty('given_name');
  });
});

test('the credential of an identity card says that it is one', () => {
  const visit = visitWith('identity-card', { type: 'document.lines', source: 'r', lines: identityCard() });
  expect(factsOf(visit)).toMatchObject({ documentType: 'identity-card', documentNumber: 'C0123456' });
  expect(claimsOf(visit)).toMatchObject({
    nationalities: ['UTO'],
    verification: { evidence: [{ document_details: { type: 'idcard' } }] },
  });
});

describe('calling back an offer', () => {
  const withdrawn = (changes: Partial<CredentialIssuerPort>, state: OfferState) =>
    issuingFor(
      {
        port: {
          kind: 'hub',
          testOnly: false,
          createOffer: () => Promise.reject(new Error('of a test')),
          status: async (offerId) => ({
            offerId,
            subjectRef: 'visit',
            configurationId: '',
            state,
            at: 0,
            expiresAt: 1,
            triesLeft: null,
          }),
          subscribe: () => () => {},
          cancel: async () => false,
          ...changes,
        },
        health: () => ({ part: 'issuer', state: 'ok', detail: '' }),
      },
      profile,
      { now: () => 0 },
    ).withdraw('offer');

  test.each(['expired', 'locked', 'failed', 'cancelled'] as const)('that is %s has ended', async (state) => {
    expect(await withdrawn({}, state)).toBe('ended');
  });

  test.each(['created', 'retrieved', 'code-asked', 'code-wrong', 'token', 'deferred'] as const)(
    'that could not be ended and is %s has not',
    async (state) => {
      expect(await withdrawn({}, state)).toBe('not-revocable');
    },
  );

  test.each(['issued', 'accepted', 'refused'] as const)(
    'that is %s revokes what was given, where that can be done',
    async (state) => {
      expect(await withdrawn({}, state)).toBe('not-revocable');
      expect(await withdrawn({ revoke: async () => false }, state)).toBe('not-revocable');
      expect(await withdrawn({ revoke: async () => true }, state)).toBe('revoked');
    },
  );

  test('that only this kiosk has ended may be redeemed yet, also when it is asked again', async () => {
    expect(await withdrawn({ cancel: async () => true }, 'cancelled')).toBe('ended');
    for (const cancelled of [true, false])
      expect(await withdrawn({ cancelIsLocal: true, cancel: async () => cancelled }, 'cancelled')).toBe(
        'not-revocable',
      );
    expect(await withdrawn({ cancelIsLocal: true }, 'expired')).toBe('ended');
  });
});

test('nothing is said of a visit without a document', () => {
  const { visit } = walk(chosen('passport'));
  expect(() => visit && factsOf(visit)).toThrowError(expect.objectContaining({ code: 'visit/no-document' }));
});
