import { expect, it } from 'vitest';
import { loadProfile } from '../../../issuer/index.ts';
import { identityClaims, isOfPerson } from './identity-claims.ts';

const profile = await loadProfile(
  new URL('../../../resources/credentials/verified-identity.json', import.meta.url),
);
const facts = {
  givenNames: 'ERIKA',
  familyName: 'MUSTERMANN',
  birthDate: '1964-08-12',
  nationality: 'D',
  issuingState: 'D',
  documentType: 'passport',
  documentNumber: 'C01X00T47',
  expiryDate: '2030-01-01',
};
const disclosed = { family_name: 'MUSTERMANN', given_name: 'ERIKA', birthdate: '1964-08-12' };

it('are the names and the date of birth', () => {
  expect(identityClaims(profile).map(({ path }) => path[0])).toEqual([
    'given_name',
    'family_name',
    'birthdate',
  ]);
});

it('tell a person from their relatives, and from whoever shows too little', () => {
  expect(isOfPerson(disclosed, profile, facts)).toBe(true);
  expect(isOfPerson({ ...disclosed, given_name: 'ANNA' }, profile, facts)).toBe(false);
  expect(isOfPerson({ ...disclosed, birthdate: '1990-01-01' }, profile, facts)).toBe(false);
  expect(isOfPerson({ family_name: 'MUSTERMANN' }, profile, facts)).toBe(false);
});

it('do not ask for what the document does not say', () => {
  const { birthdate: _, ...rest } = disclosed;
  expect(isOfPerson(rest, profile, { ...facts, birthDate: null })).toBe(true);
  expect(isOfPerson({}, profile, { ...facts, birthDate: null, familyName: '', givenNames: '' })).toBe(false);
});
