import { expect, test } from 'vitest';
import { PHOTO_PROFILE_FILE, PROFILE_FILE } from '../testing/test-issuer.ts';
import { assertClaims, credentialDisplay, loadProfile, parseProfile, typeMetadata, vctOf } from './index.ts';

const profile = await loadProfile(PROFILE_FILE);

test('the shipped profile has the minimal claims, named in every language', () => {
  expect(profile.claims.map(({ path }) => path.join('.'))).toEqual([
    'given_name',
    'family_name',
    'birthdate',
    'age_equal_or_over.18',
    'nationalities',
    'issuing_country',
    'verification',
  ]);
  for (const { display } of [profile, ...profile.claims])
    expect(display.map(({ locale }) => locale)).toEqual(['en', 'de', 'fr', 'es', 'ar']);
});

test('the type is described under the issuer', () => {
  const issuerUrl = 'https://kiosk.example/open';
  expect(vctOf(profile, issuerUrl)).toBe('https://kiosk.example/open/credentials/verified-identity/1');
  const { vct, claims } = typeMetadata(profile, issuerUrl) as { vct: string; claims: { sd: string }[] };
  expect(vct).toBe(vctOf(profile, issuerUrl));
  expect(claims.every(({ sd }) => sd === 'always')).toBe(true);
});

test('a logo and a background are shown with every language, and in the type', () => {
  const uri = 'data:image/svg+xml;base64,AAAA';
  const logo = { uri, altText: 'A desk' };
  const shown = parseProfile({ ...profile, logo, backgroundImage: { uri } });
  for (const entry of credentialDisplay(shown))
    expect(entry).toMatchObject({ logo: { uri, alt_text: 'A desk' }, background_image: { uri } });
  const { display } = typeMetadata(shown, 'https://kiosk.example') as { display: object[] };
  for (const entry of display)
    expect(entry).toMatchObject({ rendering: { simple: { logo: { uri }, background_image: { uri } } } });
});

test('the profile with a photo asks for it, and is issued as a photo ID first', async () => {
  const photo = await loadProfile(PHOTO_PROFILE_FILE);
  expect(photo.configurations[0]).toMatchObject({ format: 'mso_mdoc', doctype: 'org.iso.23220.photoID.1' });
  expect(photo.claims.find(({ source }) => source.as === 'portrait')).toMatchObject({ mandatory: true });
});

const bad = { code: 'issuer/bad-profile' };
const withShape = (shape: object) => ({ ...profile, configurations: [{ id: 'x', ...shape }] });
test.each([
  ['no claims', { ...profile, claims: [] }],
  ['a reserved claim', { ...profile, claims: [{ ...profile.claims[0]!, path: ['vct'] }] }],
  ['a claim twice', { ...profile, claims: [profile.claims[0]!, profile.claims[0]!] }],
  ['a language missing', { ...profile, display: profile.display.filter(({ locale }) => locale !== 'ar') }],
  ['an unknown format', { ...profile, configurations: [{ id: 'x', format: 'ldp_vc' }] }],
  ['types without VerifiableCredential', withShape({ format: 'jwt_vc_json', types: ['Other'] })],
  ['an mdoc without a doctype', withShape({ format: 'mso_mdoc' })],
  ['an mdoc of a PID', withShape({ format: 'mso_mdoc', doctype: 'eu.europa.ec.eudi.pid.1' })],
  [
    'a W3C type of a PID',
    withShape({ format: 'jwt_vc_json', types: ['VerifiableCredential', 'urn:eudi:pid:1'] }),
  ],
  ['an mdoc of no claim', { ...profile, claims: profile.claims.map(({ mdoc: _, ...claim }) => claim) }],
  ['a logo over http', { ...profile, logo: { uri: 'http://desk.example/logo.png' } }],
  ['a vct elsewhere', { ...profile, vctPath: '../x' }],
  ['not an object', null],
])('%s is not a profile', (_name, value) => {
  expect(() => parseProfile(value)).toThrowError(expect.objectContaining(bad));
});

test('a file that is not there is a typed error', async () => {
  await expect(loadProfile(new URL('missing.json', PROFILE_FILE))).rejects.toMatchObject(bad);
});

test('a portrait is a JPEG, and not a huge one', async () => {
  const photo = await loadProfile(PHOTO_PROFILE_FILE);
  const claims = { family_name: 'A', birthdate: '2000-01-01', verification: {} };
  const picture = 'data:image/jpeg;base64,/9j/4AAQ';
  expect(() => assertClaims(photo, { ...claims, picture })).not.toThrow();
  for (const other of ['/9j/4AAQ', 'data:image/png;base64,AAAA', 7, picture + 'A'.repeat(1_400_000)])
    expect(() => assertClaims(photo, { ...claims, picture: other })).toThrowError(
      expect.objectContaining({ code: 'issuer/bad-claims' }),
    );
});

test('claims outside the profile, or missing ones, are refused by name and never by value', () => {
  const claims = { family_name: 'SECRET', verification: {} };
  expect(() => assertClaims(profile, claims)).not.toThrow();
  for (const wrong of [{ ...claims, portrait: 'SECRET' }, { family_name: 'SECRET' }])
    try {
      assertClaims(profile, wrong);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'issuer/bad-claims' });
      expect(String(error)).not.toContain('SECRET');
    }
});
