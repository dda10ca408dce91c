import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { organisationKeys } from '../../issuer/testing/organisation-keys.ts';
import { signingKeys } from './signing-files.ts';
import { stationFile } from './station/index.ts';

const baseUrl = 'https://kiosk07.id.example';
const issuerUrls = [`${baseUrl}/open`, `${baseUrl}/haip`] as const;
const folder = await mkdtemp(join(tmpdir(), 'signing-files-'));
afterAll(() => rm(folder, { recursive: true }));

const [own, other] = [
  await organisationKeys(issuerUrls, { passphrase: 'pass word' }),
  await organisationKeys(['https://other.example/open']),
];
const files: Record<string, string> = {
  'leaf.pem': own.chainPem,
  'leaf.key': own.privateKeyPem,
  'other.pem': other.chainPem,
  'other.key': other.privateKeyPem,
  'mdoc.pem': own.mdoc.chainPem,
  'mdoc.key': own.mdoc.privateKeyPem,
  passphrase: 'pass word\n',
  'p12-passphrase': 'geheim-ü\r\n',
  wrong: 'another\n',
  nonsense: 'nonsense',
};
for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
await copyFile(
  new URL('../../issuer/testing/supplied/modern.p12', import.meta.url),
  join(folder, 'signing.p12'),
);

/** As the station file says it. */
const opened = (signing: object) =>
  signingKeys(stationFile.parse({ issuer: { baseUrl, signing } }).issuer.signing!, folder, issuerUrls);
const pem = { certificateFile: 'leaf.pem', keyFile: 'leaf.key', passphraseFile: 'passphrase' };

test('key and certificates in PEM, with those of before and others for mdocs', async () => {
  const mdoc = { certificateFile: 'mdoc.pem', keyFile: 'mdoc.key' };
  const keys = await opened({ ...pem, mdoc, previousFiles: ['other.pem'] });
  expect(keys.testOnly).toBe(false);
  expect(keys.warnings).toEqual([]);
  expect(await keys.published()).toHaveLength(2);
  expect((await keys.trustAnchorPem())!.trim()).toBe(own.rootPem.trim());
});

test('key and certificates in PKCS#12', async () => {
  const keys = await opened({ pkcs12File: 'signing.p12', passphraseFile: 'p12-passphrase' });
  expect((await keys.current()).x5c).toHaveLength(1);
});

test.each([
  ['a file that is not there', 'unreadable', { ...pem, keyFile: 'missing.key' }, 'missing.key'],
  ['a file that is no key', 'unreadable', { ...pem, keyFile: 'nonsense' }, 'PKCS#12'],
  ['a file that is no certificate', 'unreadable', { ...pem, certificateFile: 'nonsense' }, 'PEM'],
  ['a wrong passphrase', 'passphrase', { ...pem, passphraseFile: 'wrong' }, 'passphraseFile'],
  [
    'a wrong passphrase of PKCS#12',
    'passphrase',
    { pkcs12File: 'signing.p12', passphraseFile: 'wrong' },
    'passphraseFile',
  ],
  ['a key of another certificate', 'mismatch', { ...pem, certificateFile: 'other.pem' }, 'leaf'],
  [
    'a certificate of another issuer',
    'name',
    { certificateFile: 'other.pem', keyFile: 'other.key' },
    issuerUrls.join(', '),
  ],
  ['a previous file that is none', 'unreadable', { ...pem, previousFiles: ['nonsense'] }, 'PEM'],
])('%s is told as what it is, and never what is in it', async (_name, code, signing, words) => {
  const error = await opened(signing).then(
    () => null,
    (thrown: Error) => thrown,
  );
  expect(error).toMatchObject({ code: `credentials/signing-${code}` });
  expect(error!.message).toContain(words);
  expect(error!.message).not.toMatch(/pass word|geheim|another$/);
});

test('the station file wants one kind of key, its address, and the way that signs', () => {
  const refused = (issuer: object) => expect(stationFile.safeParse({ issuer }).success).toBe(false);
  refused({ signing: pem });
  refused({ baseUrl, signing: {} });
  refused({ baseUrl, signing: { certificateFile: 'leaf.pem' } });
  refused({ baseUrl, signing: { pkcs12File: 'signing.p12' } });
  refused({ baseUrl, signing: { ...pem, pkcs12File: 'signing.p12' } });
  refused({ baseUrl, signing: { ...pem, passphrase: 'in clear' } });
  refused({ baseUrl, way: 'hub', hub: 'https://hub.example', signing: pem });
  expect(stationFile.parse({ issuer: { baseUrl, signing: pem } }).issuer.signing).toMatchObject({
    noticeDays: 30,
    previousFiles: [],
  });
});
