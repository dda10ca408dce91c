import { createHash, randomBytes, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import { decodeClaims } from '../../e2e/wallet/index.ts';
import { validity } from '../validity.ts';
import { encodeSdJwtVc } from './index.ts';

const { privateKey, publicKey } = await generateKeyPair('ES256');
const sign = async (data: Uint8Array) =>
  new Uint8Array(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, data));
const key = { alg: 'ES256', x5c: ['MA=='], sign } as const;
const base = {
  iss: 'https://kiosk.example/open',
  vct: 'https://kiosk.example/open/credentials/x/1',
  cnf: { jwk: await exportJWK(publicKey) },
  ...validity(Date.now(), 30),
};
const encode = (claims: Record<string, unknown>, nested: string[][] = [], decoys = 0) =>
  encodeSdJwtVc({ ...base, claims, nested, decoys }, key, randomBytes);
const disclosuresOf = (credential: string) =>
  credential
    .split('~')
    .slice(1, -1)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as [string, string, unknown]);

test('one disclosure per claim, found by its digest; digests are sorted', async () => {
  const credential = await encode({ b: 1, a: { inner: true } });
  const [jwt, ...parts] = credential.split('~');
  const { _sd } = decodeJwt(jwt!) as { _sd: string[] };
  const digests = parts.slice(0, -1).map((part) => createHash('sha256').update(part).digest('base64url'));
  expect(parts.at(-1)).toBe('');
  expect(_sd).toEqual(digests.sort());
  expect(disclosuresOf(credential).map(([, name]) => name)).toEqual(['b', 'a']);
  for (const [salt] of disclosuresOf(credential)) expect(Buffer.from(salt, 'base64url')).toHaveLength(16);
});

test('an inner claim named by the profile is disclosable without its siblings', async () => {
  const credential = await encode({ age: { 18: true, 65: false, note: 'x' } }, [
    ['age', '18'],
    ['age', '65'],
  ]);
  const disclosures = disclosuresOf(credential);
  expect(disclosures.map(([, name]) => name)).toEqual(['18', '65', 'age']);
  expect(disclosures[2]![2]).toEqual({ note: 'x', _sd: [expect.any(String), expect.any(String)] });
  expect((await decodeClaims(credential)).age).toEqual({ 18: true, 65: false, note: 'x' });
});

test('decoys cannot be told from digests and open nothing', async () => {
  const credential = await encode({ a: 1 }, [], 5);
  expect((decodeJwt(credential.split('~')[0]!) as { _sd: string[] })._sd).toHaveLength(6);
  expect(await decodeClaims(credential)).toMatchObject({ a: 1 });
});

test('reserved names are refused', async () => {
  for (const name of ['iss', 'cnf', '_sd', '...'])
    await expect(encode({ [name]: 1 })).rejects.toMatchObject({ code: 'issuer/bad-claims' });
  for (const inner of [{ _sd: [] }, [{ '...': 'x' }], { deep: [{ _sd: 1 }] }])
    await expect(encode({ claim: inner })).rejects.toMatchObject({ code: 'issuer/bad-claims' });
});

test('whatever the claims, another implementation reads them back, and none is in the open', async () => {
  const name = fc.stringMatching(/^[a-z]{4,12}$/);
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, fc.jsonValue({ maxDepth: 2 })), async (claims) => {
      // Names that are refused, and one that no JavaScript object can be compared by.
      fc.pre(!/"(_sd|\.\.\.|__proto__)":/.test(JSON.stringify(claims)));
      const credential = await encode(claims);
      expect(await decodeClaims(credential)).toMatchObject(JSON.parse(JSON.stringify(claims)));
      const open = Object.keys(decodeJwt(credential.split('~')[0]!)).sort();
      expect(open).toEqual(['_sd', '_sd_alg', 'cnf', 'exp', 'iat', 'iss', 'nbf', 'vct'].sort());
    }),
    { numRuns: 50 },
  );
});

test('nothing is valid longer than the certificate that signed it', () => {
  const now = 1_800_000_000_000;
  expect(validity(now, 30, now + 86_400_000).exp).toBe(now / 1000 + 86_400);
});

test('validity starts on the hour, 10 to 70 minutes ago', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_700_000_000, max: 2_000_000_000 }), (seconds) => {
      const { nbf, exp } = validity(seconds * 1000, 1);
      expect(nbf % 3600).toBe(0);
      expect(seconds - nbf).toBeGreaterThanOrEqual(600);
      expect(seconds - nbf).toBeLessThan(4200);
      expect(exp - nbf).toBe(86_400);
    }),
  );
});
