import { loadProfile } from '../../issuer/index.ts';

const resource = (name: string) => new URL(`../../resources/credentials/${name}`, import.meta.url);
export const profile = await loadProfile(resource('verified-identity.json'));

/** What an issuer that is measured says of its credential; the other issuer's has the same claims. */
export const CONFIGURATION = 'verified-identity-sd-jwt';

export const claimsOf = (given: string, family: string) => ({
  given_name: given,
  family_name: family,
  birthdate: '1969-12-31',
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
          { check_method: 'passive-authentication', outcome: 'passed' },
        ],
      },
    ],
    not_checked: [{ check_method: 'liveness' }],
  },
});

export const CLAIMS = claimsOf('ERIKA', 'MUSTERMANN');
