import { createPrivateKey, randomBytes } from 'node:crypto';
import { exportPKCS8, importJWK } from 'jose';
import { expect, test } from 'vitest';
import { type CertifiedKey, createLeaf, createMdocLeaf, createTestCa, DAY_MS } from './certificates.ts';
import { suppliedKeys } from './index.ts';

const issuerUrl = 'https://kiosk07.id.example/open';
const issuerUrls = [issuerUrl];
const now = Date.now();

async function pemOf({ privateJwk }: CertifiedKey): Promise<string> {
  return exportPKCS8((await importJWK(privateJwk, 'ES256', { extractable: true })) as never);
}
async function newSet(days = 400) {
  const ca = await createTestCa(now, 900, randomBytes, issuerUrl);
  const leaf = await createLeaf(ca, issuerUrls, now, days, randomBytes);
  const signer = await createMdocLeaf(ca, issuerUrls, now, days, randomBytes);
  const supplied = { privateKeyPem: await pemOf(leaf), chainPem: leaf.certificatePem };
  const mdoc = { privateKeyPem: await pemOf(signer), chainPem: signer.certificatePem };
  return { ca, leaf, supplied, mdoc };
}
const [own, other] = [await newSet(), await newSet()];
const locked = createPrivateKey(own.supplied.privateKeyPem)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' })
  .toString();

test.each([
  ['another key', 'issuer/key-mismatch', { privateKeyPem: other.supplied.privateKeyPem }],
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
  ['no chain', 'issuer/bad-key', { chainPem: own.leaf.certificatePem + other.ca.certificatePem }],
  [
    'a self-signed leaf',
    'issuer/bad-key',
    { privateKeyPem: await pemOf(own.ca), chainPem: own.ca.certificatePem },
  ],
  ['a previous certificate that is none', 'issuer/key-unreadable', { previousChainsPem: ['nonsense'] }],
  [
    'another key for mdocs',
    'issuer/key-mismatch',
    { mdoc: { ...own.mdoc, privateKeyPem: own.supplied.privateKeyPem } },
  ],
])('%s is refused as %s, and nothing of the key is said', async (_name, code, change) => {
  const error = await suppliedKeys({ ...own.supplied, issuerUrls, ...change } as never).then(
    () => null,
    (thrown: Error) => thrown,
  );
  expect(error).toMatchObject({ code });
  expect(error!.cause).toBeUndefined();
});

test('a locked key opens with its passphrase', async () => {
  const keys = await suppliedKeys({
    ...own.supplied,
    privateKeyPem: locked,
    passphrase: 'right',
    issuerUrls,
  });
  expect(keys.testOnly).toBe(false);
});

test('mdocs are signed with the key that is supplied for them, else with the same', async () => {
  const one = await suppliedKeys({ ...own.supplied, issuerUrls });
  expect((await one.forMdoc()).kid).toBe((await one.current()).kid);
  const two = await suppliedKeys({ ...own.supplied, mdoc: own.mdoc, issuerUrls });
  expect((await two.forMdoc()).kid).not.toBe((await two.current()).kid);
  expect(await two.published()).toHaveLength(1);
});

test('where a certificate for mdocs departs from the profile is said, one of the profile has nothing to say', async () => {
  const two = await suppliedKeys({ ...own.supplied, mdoc: own.mdoc, issuerUrls });
  expect(two.warnings).toEqual([]);
  const one = await suppliedKeys({ ...own.supplied, issuerUrls });
  expect(one.warnings).toEqual([
    'mdoc-extended-key-usage',
    'mdoc-issuer-alternative-name',
    'mdoc-crl-distribution-point',
  ]);
  const long = await newSet(500);
  const { warnings } = await suppliedKeys({ ...long.supplied, mdoc: long.mdoc, issuerUrls });
  expect(warnings).toEqual(['mdoc-validity']);
});

test('a key ends with the first of its certificates', async () => {
  const { notAfter } = await (await suppliedKeys({ ...own.supplied, issuerUrls })).current();
  expect(notAfter).toBeGreaterThan(now + 399 * DAY_MS);
  expect(notAfter).toBeLessThan(now + 401 * DAY_MS);
});
