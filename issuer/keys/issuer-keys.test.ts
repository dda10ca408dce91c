import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportPKCS8, importJWK } from 'jose';
import { afterEach, expect, test } from 'vitest';
import {
  fileKeyStore,
  type KeyStore,
  memoryKeyStore,
  type StoredKeys,
  suppliedKeys,
  TEST_CA_NAME,
  testKeys,
} from './index.ts';

const DAY = 86_400_000;
const issuerUrl = 'https://kiosk07.id.example/open';
let now = Date.now();
const open = (store: KeyStore, url = issuerUrl) =>
  testKeys({ store, issuerUrls: [url], credentialDays: 365, clock: () => now, random: randomBytes });
const leafOf = async (keys: ReturnType<typeof open>) =>
  new X509Certificate(Buffer.from((await keys.current()).x5c[0]!, 'base64'));

afterEach(() => {
  now = Date.now();
});

test('the leaf names the issuer and chains to a CA that says it is for tests', async () => {
  const keys = open(memoryKeyStore());
  const leaf = await leafOf(keys);
  const ca = new X509Certificate((await keys.trustAnchorPem())!);
  expect(leaf.subjectAltName).toBe(`URI:${issuerUrl}, DNS:kiosk07.id.example`);
  expect(leaf.checkIssued(ca) && leaf.verify(ca.publicKey)).toBe(true);
  expect(leaf.ca).toBe(false);
  expect(ca.ca).toBe(true);
  expect(ca.subject).toContain(TEST_CA_NAME);
  expect((await keys.current()).x5c).toHaveLength(1);
});

test('keys survive a restart; several first uses at once make one set', async () => {
  const store = memoryKeyStore();
  const keys = open(store);
  const leaves = await Promise.all([leafOf(keys), leafOf(keys), leafOf(keys)]);
  const reopened = await leafOf(open(store));
  expect(new Set([...leaves, reopened].map(({ fingerprint256 }) => fingerprint256)).size).toBe(1);
});

test('the leaf rotates while it still outlives what it signed; the CA stays', async () => {
  const keys = open(memoryKeyStore());
  const [before, anchor] = [await leafOf(keys), await keys.trustAnchorPem()];
  now += 89 * DAY;
  expect((await leafOf(keys)).fingerprint256).toBe(before.fingerprint256);
  expect(before.validToDate.getTime()).toBeGreaterThan(now + 365 * DAY);
  now += 2 * DAY;
  const after = await leafOf(keys);
  expect(after.fingerprint256).not.toBe(before.fingerprint256);
  expect(after.validToDate.getTime()).toBeGreaterThan(now + 365 * DAY);
  expect(await keys.trustAnchorPem()).toBe(anchor);
});

test('a retired leaf stays published while its credentials may live, and outlives restarts', async () => {
  const store = memoryKeyStore();
  const keys = open(store);
  const first = await keys.current();
  now += 100 * DAY;
  const second = await keys.current();
  const published = await open(store).published();
  expect(published.map(({ kid }) => kid)).toEqual([second.kid, first.kid]);
  expect(published[1]!.x5c).toEqual(first.x5c);
  expect(JSON.stringify(published)).not.toContain('"d":');
  now += 366 * DAY;
  expect((await open(store).published()).map(({ kid }) => kid)).not.toContain(first.kid);
});

test('of several who sign when a leaf is due all sign by the same new one', async () => {
  const keys = open(memoryKeyStore());
  const before = await keys.current();
  now += 100 * DAY;
  const after = await Promise.all(Array.from({ length: 5 }, () => keys.current()));
  expect(new Set(after.map(({ kid }) => kid)).size).toBe(1);
  expect(after[0]!.kid).not.toBe(before.kid);
  expect(await keys.published()).toHaveLength(2);
});

test('what earlier versions stored is read on', async () => {
  const store = memoryKeyStore();
  const leaf = await leafOf(open(store));
  const { retired: _, ...rest } = (await store.load()) as StoredKeys;
  const old = { load: async () => ({ ...rest, version: 1 }), save: store.save };
  expect((await leafOf(open(old))).fingerprint256).toBe(leaf.fingerprint256);
});

test('one secret for each purpose, the same for all who have the key, and another after a rotation', async () => {
  const store = memoryKeyStore();
  const secret = async (purpose: string) => Buffer.from(await open(store).secret(purpose)).toString('hex');
  const first = await secret('a');
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await secret('a')).toBe(first);
  expect(await secret('b')).not.toBe(first);
  now += 100 * DAY;
  expect(await secret('a')).not.toBe(first);
});

test('one leaf names every identifier of the issuer', async () => {
  const urls = [issuerUrl, 'https://kiosk07.id.example/haip'];
  const keys = testKeys({
    store: memoryKeyStore(),
    issuerUrls: urls,
    credentialDays: 365,
    clock: () => now,
    random: randomBytes,
  });
  expect((await leafOf(keys)).subjectAltName).toBe(`URI:${urls[0]}, URI:${urls[1]}, DNS:kiosk07.id.example`);
});

test('another identifier gets another leaf of the same CA', async () => {
  const store = memoryKeyStore();
  const first = open(store);
  const anchor = await first.trustAnchorPem();
  const second = open(store, 'http://127.0.0.1:4711/open');
  expect((await leafOf(second)).subjectAltName).toBe('URI:http://127.0.0.1:4711/open, IP Address:127.0.0.1');
  expect(await second.trustAnchorPem()).toBe(anchor);
});

test('a file keeps the keys for its owner only; a damaged one is a typed error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'issuer-keys-'));
  try {
    const file = join(folder, 'deep', 'keys.json');
    const leaf = await leafOf(open(fileKeyStore(file)));
    expect((await leafOf(open(fileKeyStore(file)))).fingerprint256).toBe(leaf.fingerprint256);
    expect((await stat(file)).mode & 0o077).toBe(0);
    for (const damage of ['{', '{"version":2}']) {
      await writeFile(file, damage);
      await expect(open(fileKeyStore(file)).current()).rejects.toMatchObject({ code: 'issuer/key-store' });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function storedSet(): Promise<StoredKeys & { privateKeyPem: string }> {
  const store = memoryKeyStore();
  await open(store).current();
  const stored = (await store.load()) as StoredKeys;
  const key = await importJWK(stored.leaf.privateJwk, 'ES256', { extractable: true });
  return { ...stored, privateKeyPem: await exportPKCS8(key as Parameters<typeof exportPKCS8>[0]) };
}

test('supplied keys: the anchor is known but not sent', async () => {
  const { ca, leaf, privateKeyPem } = await storedSet();
  const chainPem = `${leaf.certificatePem}\n${ca.certificatePem}`;
  const keys = await suppliedKeys({ privateKeyPem, chainPem, issuerUrls: [issuerUrl] });
  expect(keys.testOnly).toBe(false);
  expect((await keys.current()).x5c).toHaveLength(1);
  expect(new X509Certificate((await keys.trustAnchorPem())!).ca).toBe(true);
});

test('supplied keys: those of before are published after the current one', async () => {
  const [own, before] = [await storedSet(), await storedSet()];
  const keys = await suppliedKeys({
    privateKeyPem: own.privateKeyPem,
    chainPem: own.leaf.certificatePem,
    issuerUrls: [issuerUrl],
    previousChainsPem: [before.leaf.certificatePem, own.leaf.certificatePem],
  });
  const published = await keys.published();
  expect(published).toHaveLength(2);
  expect(published[0]!.kid).toBe((await keys.current()).kid);
});

test('supplied keys that cannot work are refused at the start', async () => {
  const [own, other] = [await storedSet(), await storedSet()];
  const chainPem = own.leaf.certificatePem;
  const refused = { code: 'issuer/bad-key' };
  await expect(
    suppliedKeys({ privateKeyPem: other.privateKeyPem, chainPem, issuerUrls: [issuerUrl] }),
  ).rejects.toMatchObject(refused);
  await expect(
    suppliedKeys({ privateKeyPem: own.privateKeyPem, chainPem, issuerUrls: ['https://other.example/open'] }),
  ).rejects.toMatchObject(refused);
  await expect(
    suppliedKeys({ privateKeyPem: own.privateKeyPem, chainPem: '', issuerUrls: [issuerUrl] }),
  ).rejects.toMatchObject(refused);
  await expect(
    suppliedKeys({ privateKeyPem: 'nonsense', chainPem, issuerUrls: [issuerUrl] }),
  ).rejects.toMatchObject(refused);
  await expect(
    suppliedKeys({
      privateKeyPem: own.privateKeyPem,
      chainPem: `${chainPem}\n${other.ca.certificatePem}`,
      issuerUrls: [issuerUrl],
    }),
  ).rejects.toMatchObject(refused);
});
