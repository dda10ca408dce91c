import { expect, test } from 'vitest';
import { organisationKeys } from '../testing/organisation-keys.ts';
import { DAY_MS } from './certificates.ts';
import { type SuppliedKeysOptions, suppliedKeys } from './index.ts';

const issuerUrl = 'https://kiosk07.id.example/open';
const issuerUrls = [issuerUrl] as const;
const [own, other] = [await organisationKeys(issuerUrls), await organisationKeys(issuerUrls)];
const { privateKeyPem, chainPem, mdoc } = own;
const { privateKeyPem: locked, chainPem: lockedChain } = await organisationKeys(issuerUrls, {
  passphrase: 'right',
});
const open = (change: object = {}) =>
  suppliedKeys({ privateKeyPem, chainPem, issuerUrls, ...change } as SuppliedKeysOptions);

test.each([
  ['another key', 'issuer/key-mismatch', { privateKeyPem: other.privateKeyPem }],
  ['no certificate', 'issuer/key-unreadable', { chainPem: '' }],
  [
    'a damaged certificate',
    'issuer/key-unreadable',
    { chainPem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
  ],
  ['a key that is none', 'issuer/key-unreadable', { privateKeyPem: 'nonsense' }],
  ['a wrong passphrase', 'issuer/key-passphrase', { privateKeyPem: locked, passphrase: 'wrong' }],
  ['no passphrase', 'issuer/key-passphrase', { privateKeyPem: locked }],
  ['a certificate for another identifier', 'issuer/key-name', { issuerUrls: ['https://other.example/open'] }],
  ['no chain', 'issuer/bad-key', { chainPem: own.leafPem + other.rootPem }],
  ['a self-signed leaf', 'issuer/bad-key', { privateKeyPem: own.rootKeyPem, chainPem: own.rootPem }],
  ['a previous certificate that is none', 'issuer/key-unreadable', { previousChainsPem: ['nonsense'] }],
  ['another key for mdocs', 'issuer/key-mismatch', { mdoc: { ...mdoc, privateKeyPem } }],
])('%s is refused as %s, and nothing of the key is said', async (_name, code, change) => {
  const error = await open(change).then(
    () => null,
    (thrown: Error) => thrown,
  );
  expect(error).toMatchObject({ code });
  expect(error!.cause).toBeUndefined();
});

test('a locked key opens with its passphrase', async () => {
  const keys = await open({ privateKeyPem: locked, chainPem: lockedChain, passphrase: 'right' });
  expect(keys.testOnly).toBe(false);
});

test('mdocs are signed with the key that is supplied for them, else with the same', async () => {
  const one = await open();
  expect((await one.forMdoc()).kid).toBe((await one.current()).kid);
  const two = await open({ mdoc });
  expect((await two.forMdoc()).kid).not.toBe((await two.current()).kid);
  expect(await two.published()).toHaveLength(1);
});

test('where a certificate for mdocs departs from the profile is said, one of the profile has nothing to say', async () => {
  expect((await open({ mdoc })).warnings).toEqual([]);
  expect((await open()).warnings).toEqual([
    'mdoc-extended-key-usage',
    'mdoc-issuer-alternative-name',
    'mdoc-crl-distribution-point',
  ]);
  const long = await organisationKeys(issuerUrls, { days: 500 });
  expect((await open({ mdoc: long.mdoc })).warnings).toEqual(['mdoc-validity']);
});

test('a key ends with the first of its certificates', async () => {
  const { notAfter } = await (await open()).current();
  expect(notAfter).toBeGreaterThan(Date.now() + 399 * DAY_MS);
  expect(notAfter).toBeLessThan(Date.now() + 401 * DAY_MS);
});
