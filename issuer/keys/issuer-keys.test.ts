import 'reflect-metadata';
import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
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
import { mdocWarnings } from './mdoc-profile.ts';

const DAY = 86_400_000;
const issuerUrl = 'https://kiosk07.id.example/open';
let now = Date.now();
const open = (store: KeyStore, url = issuerUrl) =>
  testKeys({ store, issuerUrls: [url], credentialDays: 365, clock: () => now, random: randomBytes });
const leafOf = async (keys: ReturnType<typeof open>) =>
  new X509Certificate(Buffer.from((await keys.current()).x5c[0]!, 'base64'));

const documentSigner = ({ x5c }: { x5c: readonly string[] }) =>
  new X509Certificate(Buffer.from(x5c[0]!, 'base64'));

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
  const { retired: _, mdocLeaf: __, ...rest } = (await store.load()) as StoredKeys;
  const old = memoryKeyStore();
  await old.replace(null, { ...rest, version: 1 } as never);
  const reopened = open(old);
  expect((await leafOf(reopened)).fingerprint256).toBe(leaf.fingerprint256);
  expect(await reopened.published()).toHaveLength(1);
  const ca = new X509Certificate((await reopened.trustAnchorPem())!);
  expect(documentSigner(await reopened.forMdoc()).checkIssued(ca)).toBe(true);
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

test('mdocs are signed with a leaf of their own, of the profile of ISO/IEC 18013-5 Table B.3', async () => {
  const keys = open(memoryKeyStore());
  const ca = new X509Certificate((await keys.trustAnchorPem())!);
  const signing = await keys.forMdoc();
  expect(signing.kid).not.toBe((await keys.current()).kid);
  const signer = documentSigner(signing);
  expect(signer.checkIssued(ca) && signer.verify(ca.publicKey)).toBe(true);
  expect(mdocWarnings(signer)).toEqual([]);
  expect(mdocWarnings(await leafOf(keys))).toContain('mdoc-extended-key-usage');
  // What is not of the profile must not be critical: a verifier would have to refuse it.
  const { extensions } = new x509.X509Certificate(new Uint8Array(signer.raw));
  const critical = extensions.filter((extension) => extension.critical).map(({ type }) => type);
  expect(critical.sort()).toEqual(['2.5.29.15', '2.5.29.37']);
  const root = new x509.X509Certificate(new Uint8Array(ca.raw));
  expect(root.getExtension(x509.CRLDistributionPointsExtension)).not.toBeNull();
  expect(root.getExtension(x509.IssuerAlternativeNameExtension)).not.toBeNull();
  const crl = new x509.X509Crl(new Uint8Array(await keys.crl!()));
  expect(await crl.verify({ publicKey: root.publicKey })).toBe(true);
  expect(crl.entries).toHaveLength(0);
  now += 20 * DAY;
  const next = new x509.X509Crl(new Uint8Array(await keys.crl!()));
  expect(next.nextUpdate!.getTime()).toBeGreaterThan(now);
});

test('of many that take over a folder at once one makes the keys', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'issuer-keys-'));
  try {
    const file = join(folder, 'keys.json');
    const all = () => Promise.all(Array.from({ length: 6 }, () => leafOf(open(fileKeyStore(file)))));
    const first = new Set((await all()).map(({ fingerprint256 }) => fingerprint256));
    expect(first.size).toBe(1);
    now += 100 * DAY;
    const second = new Set((await all()).map(({ fingerprint256 }) => fingerprint256));
    expect(second.size).toBe(1);
    expect([...second]).not.toEqual([...first]);
    expect((await readdir(folder)).sort()).toEqual(['keys.json', 'keys.json.2']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
