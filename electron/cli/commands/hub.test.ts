import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { redeemOffer, verifyCredential } from '../../../e2e/wallet/index.ts';
import { CLAIMS } from '../../../issuer/hub/testing/test-hub.ts';
import { createLeaf, createTestCa } from '../../../issuer/keys/certificates.ts';
import { newAttester } from '../../../issuer/testing/attester.ts';
import { postgresPrograms, startPostgres } from '../../../issuer/testing/postgres.ts';
import { main } from '../main.ts';
import { memoryIo } from '../memory-io.fixture.ts';
import { programRoot } from '../places.ts';

const undo: (() => unknown)[] = [];
let folder: string;
let claims: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-cli-'));
  undo.push(() => rm(folder, { recursive: true }));
  claims = join(folder, 'claims.json');
  await writeFile(claims, JSON.stringify(CLAIMS));
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  delete process.env.DATABASE_URL;
});

/** A command in this process; what it wrote, and how it ended. */
async function cli(...words: string[]) {
  const io = memoryIo();
  const exit = await main(words, io);
  const lines = io.written.out.split('\n').filter(Boolean);
  return {
    exit,
    lines: lines.map((line) => JSON.parse(line)),
    first: JSON.parse(lines[0] ?? 'null'),
    ...io.written,
  };
}

interface Served {
  child: ChildProcess;
  ready: { url: string; issuer: string; listening: string; trust_anchor: string };
  err: () => string;
}

/** A server in a process of its own. */
async function serve(words: string[], env: Record<string, string> = {}): Promise<Served> {
  const child = spawn(process.execPath, [join(programRoot(), 'electron/cli/index.ts'), ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr!.on('data', (chunk) => {
    err += chunk;
  });
  undo.push(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const text = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout!.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve(out);
    });
    child.once('exit', () => reject(new Error(`ended: ${err}`)));
  });
  return { child, ready: JSON.parse(text), err: () => err };
}

async function stopped({ child }: Served): Promise<number | null> {
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

test('an issuer alone: served, offered, redeemed, looked at, revoked, stopped', async () => {
  const data = join(folder, 'issuer');
  const served = await serve(['issuer', 'serve', '--data', data, '--loopback-http', '--name', 'City Hall']);
  const { url, issuer, trust_anchor } = served.ready;
  expect(issuer).toBe(`${url}/open`);
  const offer = async (...more: string[]) =>
    (await cli('issuer', 'offer', '--data', data, '--claims', claims, ...more)).first;
  const { offer_uri, tx_code, expires, offer_id } = await offer('--tx-code');
  expect(Date.parse(expires)).toBeGreaterThan(Date.now());
  const { credential } = await redeemOffer(offer_uri, { txCode: tx_code });
  await verifyCredential(credential, trust_anchor);
  const status = async () => (await cli('issuer', 'status', '--data', data, '--offer', offer_id)).first;
  expect(await status()).toMatchObject({ state: 'accepted', credentials: ['valid'] });
  const revoke = await cli('issuer', 'revoke', '--data', data, '--offer', offer_id);
  expect(revoke).toMatchObject({ exit: 0, first: { status: 'revoked', changed: 1 } });
  expect(await status()).toMatchObject({ credentials: ['revoked'] });
  expect((await cli('issuer', 'revoke', '--data', data, '--offer', offer_id)).exit).toBe(1);

  const byValue = await offer('--by-value');
  expect(byValue.tx_code).toBeNull();
  await redeemOffer(byValue.offer_uri);
  const mdoc = await offer('--format', 'mso_mdoc', '--by-value');
  expect(decodeURIComponent(mdoc.offer_uri)).toContain('verified-identity-mdoc');
  expect(await fetch(`${url}/kiosk/lease`, { method: 'POST' })).toMatchObject({ status: 404 });
  expect(statSync(join(data, 'hub.key')).mode & 0o077).toBe(0);
  expect(statSync(join(data, 'hub.db')).mode & 0o077).toBe(0);
  expect(await stopped(served)).toBe(0);
});

describe.each([
  ['SQLite', false],
  ['PostgreSQL', true],
])('a hub over %s', (_name, onPostgres) => {
  test.skipIf(onPostgres && postgresPrograms() === null)(
    'a kiosk joins, makes a ticket without network, a phone redeems it, and the desk can look into it',
    async () => {
      const data = join(folder, 'hub');
      if (onPostgres) {
        const cluster = await startPostgres(postgresPrograms()!);
        undo.push(() => cluster.stop());
        const pool = new Pool({ host: cluster.host, user: 'issuer', database: 'postgres' });
        await pool.query('CREATE DATABASE hub');
        await pool.end();
        process.env.DATABASE_URL = `postgresql://issuer@/hub?host=${encodeURIComponent(cluster.host)}`;
      }
      const words = ['hub', 'serve', '--data', data, '--loopback-http', '--access-log'];
      const served = await serve(words);
      const { url } = served.ready;
      const enrolled = await cli('hub', 'enrol', '--data', data, '--name', 'Desk 3', '--hours', '2');
      expect(enrolled.first).toMatchObject({
        url,
        name: 'Desk 3',
        code: expect.stringMatching(/^(\w{4}-?){4}$/),
      });
      const identity = join(folder, 'identity.json');
      const join_ = ['hub', 'join', '--url', url, '--code', enrolled.first.code, '--identity', identity];
      expect((await cli(...join_)).first).toEqual({ hub: url, kiosk: 1 });
      expect(statSync(identity).mode & 0o077).toBe(0);
      expect((await cli('hub', 'kiosks', '--data', data)).lines).toMatchObject([
        { kiosk: 1, name: 'Desk 3' },
      ]);

      const file = join(folder, 'grant.json');
      await writeFile(file, '{"dailyQuota":1}');
      const grant = ['hub', 'grant', '--data', data, '--grant', file, '--kiosk'];
      expect((await cli(...grant, '1')).first).toMatchObject({ kiosk: 1, grant: { dailyQuota: 1 } });
      expect((await cli(...grant, '2')).err).toContain('hub/unknown-kiosk');
      await writeFile(file, '{"dailyQuta":1}');
      expect((await cli(...grant, '1')).err).toContain('hub/bad-grant');

      // A second process on the same database, behind the same address.
      const second = await serve(['hub', 'serve', '--data', data, '--loopback-http', '--base-url', url]);
      expect(second.ready.url).toBe(url);
      expect(second.ready.trust_anchor).toBe(served.ready.trust_anchor);

      const minted = (await cli('ticket', 'mint', '--identity', identity, '--claims', claims)).first;
      const inspect = async () => (await cli('ticket', 'inspect', minted.offer_uri, '--data', data)).first;
      expect(await inspect()).toMatchObject({ kiosk: 1, sequence: 1, tx_code: true, taken: false });
      const elsewhere = `http://${second.ready.listening}`;
      const offers = [
        await cli('ticket', 'redeem', minted.offer_uri),
        await cli('ticket', 'redeem', minted.ticket, '--url', elsewhere),
      ];
      expect(offers[0]!.first).toMatchObject({ credential_issuer: `${url}/open` });
      expect(offers[1]!.first).toEqual(offers[0]!.first);
      const { credential } = await redeemOffer(minted.offer_uri, { txCode: minted.tx_code });
      await verifyCredential(credential, served.ready.trust_anchor);
      expect(await inspect()).toMatchObject({ taken: true, final: false, credentials: ['valid'] });
      expect((await cli('ticket', 'redeem', minted.offer_uri)).err).toContain('ticket/refused');

      const from = new Date(Date.now() - 60_000).toISOString();
      expect((await cli('hub', 'revoke', '--data', data, '--kiosk', '1', '--from', from)).first).toEqual({
        kiosk: 1,
        revoked: 1,
        suspended: 0,
        ended: 0,
      });
      const tickets = ['hub', 'tickets', '--data', data, '--kiosk', '1'];
      expect((await cli(...tickets)).lines).toMatchObject([
        {
          ticket: 1,
          standing: 'withdrawn',
          told: null,
          genuine: false,
          credentials: [{ status: 'revoked' }],
        },
      ]);
      expect((await cli(...tickets, '--reinstate', '2')).err).toContain('hub/not-held');
      expect((await cli(...tickets, '--reinstate', minted.ticket)).first).toEqual({
        kiosk: 1,
        reinstated: 1,
        credentials: 0,
      });
      expect(await inspect()).toMatchObject({ credentials: ['revoked'] });
      expect((await cli('hub', 'rotate', '--data', data)).first).toEqual({ rotated: true });

      // What was written down of it all opens nothing.
      expect(served.err()).toContain('"path":"/t/-"');
      expect(served.err()).not.toContain(minted.ticket.slice(0, 40));
      expect(await stopped(second)).toBe(0);
      expect(await stopped(served)).toBe(0);
    },
    120_000,
  );
});

test('a hub takes Entra’s callbacks for the kiosks whose tokens it knows', async () => {
  const tokens = join(folder, 'tokens.json');
  const token = 'a'.repeat(32);
  await writeFile(tokens, JSON.stringify({ 'desk-3': token }));
  const words = ['hub', 'serve', '--data', join(folder, 'hub'), '--loopback-http', '--relay-tokens', tokens];
  const served = await serve(words);
  const ask = (bearer: string) =>
    fetch(`${served.ready.url}/entra/events?wait=0`, { headers: { authorization: `Bearer ${bearer}` } });
  expect((await ask('b'.repeat(32))).status).toBe(401);
  expect([401, 404]).not.toContain((await ask(token)).status);
  expect((await fetch(`${served.ready.url}/.well-known/openid-credential-issuer/open`)).status).toBe(200);
  expect(await stopped(served)).toBe(0);
  await writeFile(tokens, JSON.stringify({ 'desk-3': 'short' }));
  await expect(serve(words)).rejects.toThrow('input/json');
});

test('a hub behind a proxy tells clients by what the proxy says', async () => {
  const words = ['hub', 'serve', '--data', join(folder, 'hub'), '--loopback-http', '--trust-proxy', '1'];
  const { ready } = await serve(words);
  const bring = async (client: string) =>
    (await fetch(`${ready.url}/t/17`, { headers: { 'x-forwarded-for': `192.0.2.1, ${client}` } })).status;
  const all = await Promise.all(Array.from({ length: 80 }, () => bring('203.0.113.9')));
  expect(new Set(all)).toEqual(new Set([404, 429]));
  expect(await bring('203.0.113.10')).toBe(404);
});

test('a kiosk is left word to join', async () => {
  const served = await serve(['hub', 'serve', '--data', join(folder, 'hub'), '--loopback-http']);
  const data = join(folder, 'kiosk');
  const { url } = served.ready;
  const joined = await cli('hub', 'join', '--url', `${url}/`, '--code', 'AAAA', '--data', data);
  expect(joined.first).toEqual({ hub: url, joining: true });
  expect(JSON.parse(await readFile(join(data, 'hub-join.json'), 'utf8'))).toEqual({ url, code: 'AAAA' });
  const nowhere = await cli('hub', 'join', '--url', 'http://127.0.0.1:1', '--code', 'AAAA', '--data', data);
  expect(nowhere).toMatchObject({ exit: 1, err: expect.stringContaining('hub/not-there') });
});

test.each([
  [['hub', 'serve', '--data', 'x'], 2, '--base-url URL is needed'],
  [['hub', 'serve', '--data', 'x', '--base-url', 'http://hub.example'], 2, 'http only with --loopback-http'],
  [['hub', 'serve', '--loopback-http'], 2, '--data DIR is needed'],
  [
    [
      'hub',
      'serve',
      '--data',
      'x',
      '--loopback-http',
      '--base-url',
      'http://127.0.0.1:1',
      '--host',
      '0.0.0.0',
    ],
    2,
    'for this machine alone',
  ],
  [['hub', 'serve', '--data', 'x', '--loopback-http', '--port', '99999'], 2, '--port is a whole number'],
  [['hub', 'serve', '--data', 'x', '--loopback-http', '--trust-proxy', 'all'], 2, '--trust-proxy is a whole'],
  [['issuer', 'serve', '--data', 'x', '--loopback-http', '--trust-proxy', '1'], 2, '--trust-proxy'],
  [['issuer', 'offer', '--data', 'x'], 2, '--claims FILE is needed'],
  [['issuer', 'revoke', '--data', 'x'], 2, 'which?'],
  [['hub', 'tickets', '--data', 'x'], 2, '--kiosk N is needed'],
  [['hub', 'grant', '--data', 'x', '--kiosk', '0'], 2, '--kiosk is a whole number'],
  [['hub', 'revoke', '--data', 'x', '--kiosk', '1'], 2, '--from TIME is needed'],
  [['hub', 'revoke', '--data', 'x', '--kiosk', '1', '--from', 'yesterday'], 2, '--from is an instant'],
  [['hub', 'revoke', '--data', 'x', '--kiosk', '1', '--from', '2126-01-01'], 2, '--from is in the past'],
  [
    ['hub', 'revoke', '--data', 'x', '--kiosk', '1', '--from', '2026-01-02', '--to', '2026-01-01'],
    2,
    '--to after it',
  ],
  [['ticket', 'inspect', 'hello'], 2, 'neither a ticket'],
  [['ticket', 'inspect', '17'], 1, 'ticket/malformed'],
  [['hub', 'join', '--url', 'nonsense', '--code', 'X'], 2, 'https address'],
  [['hub', 'join', '--url', 'http://localhost.example', '--code', 'X'], 2, 'https address'],
  [
    ['issuer', 'offer', '--data', 'x', '--claims', '/nowhere/none'],
    1,
    'the file of --claims cannot be opened',
  ],
  [['issuer', 'offer', '--data', 'x', '--claims', 'package.json', '--haip'], 2, '--haip needs --attester'],
  [['ticket', 'mint', '--identity', '/nowhere/none', '--claims', '/nowhere/none'], 1, 'input/file'],
])('%j is answered with %i', async (words, exit, message) => {
  const answer = await cli(...words);
  expect(answer.err).toContain(message);
  expect(answer.exit).toBe(exit);
});

test('what is in the way of an operator is said in words', async () => {
  const junk = join(folder, 'junk.pem');
  await writeFile(junk, 'no certificate');
  const start = ['issuer', 'serve', '--data', join(folder, 'issuer'), '--base-url', 'https://id.example'];
  expect((await cli(...start, '--tls-cert', junk, '--tls-key', junk)).err).toContain('input/tls');
  const onFile = await cli('hub', 'kiosks', '--data', junk);
  expect(onFile).toMatchObject({ exit: 1, err: expect.stringContaining('hub/folder') });
  process.env.DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/none';
  expect((await cli('hub', 'kiosks', '--data', folder)).err).toContain('cannot be opened (ECONNREFUSED)');
});

test('an issuer with keys of the organisation, which takes another one', async () => {
  const supplied = join(programRoot(), 'issuer/testing/supplied/modern.p12');
  const words = [
    'issuer',
    'serve',
    '--data',
    join(folder, 'issuer'),
    '--base-url',
    'https://kiosk07.id.example',
  ];
  const locked = await cli(...words, '--signing-p12', supplied);
  expect(locked).toMatchObject({ exit: 1, err: expect.stringContaining('issuer/key-passphrase') });
  const both = await cli(...words, '--signing-p12', supplied, '--signing-key', supplied);
  expect(both.exit).toBe(2);
  const before = await createTestCa(Date.now(), 9, randomBytes);
  const old = await createLeaf(before, ['https://kiosk07.id.example/open'], Date.now(), 9, randomBytes);
  const chain = join(folder, 'old.pem');
  await writeFile(chain, old.certificatePem);
  expect((await cli(...words, '--previous-chain', chain)).exit).toBe(2);
  expect((await cli(...words, '--signing-mdoc-key', chain)).exit).toBe(2);
  expect((await cli(...words, '--logo', chain)).err).toContain('issuer/bad-logo');
  const { child, ready } = await serve([...words, '--signing-p12', supplied, '--previous-chain', chain], {
    SIGNING_PASSPHRASE: 'geheim-ü',
  });
  expect(ready).toMatchObject({ test_only: false, issuer: 'https://kiosk07.id.example/open' });
  const logo = await fetch(`http://${ready.listening}/open/logo.svg`);
  expect(logo.headers.get('content-type')).toBe('image/svg+xml');
  const answer = await fetch(`http://${ready.listening}/.well-known/jwt-vc-issuer/open`);
  const { jwks } = (await answer.json()) as { jwks: { keys: { x5c: string[] }[] } };
  const published = jwks.keys.map(({ x5c }) => x5c[0]!);
  expect(published).toHaveLength(2);
  expect(new X509Certificate(old.certificatePem).raw.toString('base64')).toBe(published[1]);
  child.kill('SIGTERM');
});

test('an offer for attested wallets', async () => {
  const root = join(folder, 'provider.pem');
  await writeFile(root, (await newAttester()).anchorPem);
  const data = join(folder, 'issuer');
  const attested = ['--data', data, '--attester', root];
  const served = await serve(['issuer', 'serve', ...attested, '--loopback-http']);
  const { exit, first } = await cli(
    'issuer',
    'offer',
    ...attested,
    '--claims',
    claims,
    '--haip',
    '--tx-code',
  );
  expect(exit).toBe(0);
  const link = new URL(first.offer_uri);
  expect(link.protocol).toBe('haip-vci:');
  const offer = await (await fetch(link.searchParams.get('credential_offer_uri')!)).json();
  expect(offer).toMatchObject({ credential_issuer: `${served.ready.url}/haip` });
  expect(await stopped(served)).toBe(0);
});

test('a folder whose hub never started, or whose key was replaced', async () => {
  const data = join(folder, 'hub');
  for (const words of [['kiosks'], ['enrol', '--name', 'Desk'], ['rotate'], ['tickets', '--kiosk', '1']])
    expect((await cli('hub', ...words, '--data', data)).err).toContain('hub/not-started');
  expect(existsSync(data)).toBe(false);
  const served = await serve(['hub', 'serve', '--data', data, '--loopback-http']);
  await stopped(served);
  await writeFile(join(data, 'hub.key'), `${Buffer.alloc(32, 1).toString('base64url')}\n`);
  expect((await cli('hub', 'kiosks', '--data', data)).err).toContain('hub/wrong-key');
  await rm(join(data, 'hub.key'));
  const again = ['hub', 'serve', '--data', data, '--loopback-http'];
  for (const words of [['hub', 'kiosks', '--data', data], again])
    expect((await cli(...words)).err).toContain('hub/key-missing');
  expect(existsSync(join(data, 'hub.key'))).toBe(false);
});

test('a second issuer on the data of another does not take over; a new address is asked for', async () => {
  const data = join(folder, 'issuer');
  const start = ['issuer', 'serve', '--data', data, '--loopback-http'];
  const { ready } = await serve(start);
  expect((await cli(...start)).err).toContain('hub/cannot-listen');
  const other = ['issuer', 'serve', '--data', data, '--base-url', 'https://id.example'];
  const refused = await cli(...other);
  expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('hub/other-address') });
  expect(refused.err).toContain(ready.url);
  const { offer_uri } = (await cli('issuer', 'offer', '--data', data, '--claims', claims)).first;
  expect(decodeURIComponent(offer_uri)).toContain(ready.url);
  expect((await serve([...other, '--new-base-url'])).ready.url).toBe('https://id.example');
});

test.skipIf(process.platform !== 'linux')(
  'a folder in which nothing can be made is said at once',
  async () => {
    for (const words of [
      ['hub', 'serve', '--loopback-http'],
      ['hub', 'kiosks'],
    ])
      expect((await cli(...words, '--data', '/proc/proofdesk/hub')).exit).toBe(1);
  },
);
