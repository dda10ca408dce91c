import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readPkcs12 } from './pkcs12.ts';
import { suppliedKeys } from './supplied-keys.ts';

// Written by `openssl pkcs12 -export`, one as it does today, one with -legacy.
const file = (name: string) => readFile(new URL(`../testing/supplied/${name}.p12`, import.meta.url));
const modern = await file('modern');
const PASSPHRASE = 'geheim-ü';
const issuerUrls = ['https://kiosk07.id.example/open', 'https://kiosk07.id.example/haip'];
const bad = { code: 'issuer/key-unreadable' };
const locked = { code: 'issuer/key-passphrase' };

test('key and certificates come out, and fit each other', () => {
  const { privateKey, certificates } = readPkcs12(modern, PASSPHRASE);
  expect(certificates).toHaveLength(2);
  expect(certificates.filter((certificate) => certificate.checkPrivateKey(privateKey))).toHaveLength(1);
});

test('an issuer signs with it; the anchor is known but not sent', async () => {
  const keys = await suppliedKeys({ pkcs12: modern, passphrase: PASSPHRASE, issuerUrls });
  expect((await keys.current()).x5c).toHaveLength(1);
  expect(await keys.trustAnchorPem()).toContain('BEGIN CERTIFICATE');
  expect(keys.testOnly).toBe(false);
});

test('a wrong passphrase, a changed byte, an outdated cipher, something else: each is a typed error', async () => {
  expect(() => readPkcs12(modern, 'geheim')).toThrowError(expect.objectContaining(locked));
  for (const at of [40, 300, modern.length - 60]) {
    const changed = Buffer.from(modern);
    changed[at]! ^= 1;
    const code = expect.stringMatching(/^issuer\/key-(passphrase|unreadable)$/);
    expect(() => readPkcs12(changed, PASSPHRASE)).toThrowError(expect.objectContaining({ code }));
  }
  const outdated = await file('outdated');
  expect(() => readPkcs12(outdated, 'geheim')).toThrowError(/outdated/);
  for (const nothing of [Buffer.alloc(0), Buffer.from('nonsense'), modern.subarray(0, 200)])
    expect(() => readPkcs12(nothing, PASSPHRASE)).toThrowError(expect.objectContaining(bad));
});
