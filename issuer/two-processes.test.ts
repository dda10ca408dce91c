import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { decodeJwt } from 'jose';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createIssuer,
  type Issuer,
  type IssuerStore,
  loadProfile,
  memoryKeyStore,
  PostgresIssuerStore,
  SqliteIssuerStore,
  testKeys,
} from './index.ts';
import { PRE_AUTHORIZED_CODE_GRANT } from './offer-form.ts';
import { handWallet, proofJwt } from './testing/hand-wallet.ts';
import { postgresPrograms, startPostgres } from './testing/postgres.ts';
import { CONFIGURATION, PROFILE_FILE, SAMPLE_CLAIMS, type TestIssuer } from './testing/test-issuer.ts';

const issuerUrl = 'https://hub.example/open';
const profile = await loadProfile(PROFILE_FILE);
const programs = postgresPrograms();
const cluster = programs === null ? null : await startPostgres(programs);
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
afterAll(() => cluster?.stop());

async function sqlite(): Promise<IssuerStore[]> {
  const folder = await mkdtemp(join(tmpdir(), 'issuer-two-'));
  undo.push(() => rm(folder, { recursive: true }));
  return [1, 2].map(() => {
    const db = new Database(join(folder, 'issuer.db'));
    db.pragma('journal_mode = WAL');
    undo.push(() => db.close());
    return new SqliteIssuerStore(db);
  });
}

async function postgres(): Promise<IssuerStore[]> {
  const schema = `s${randomUUID().replaceAll('-', '')}`;
  const connect = () => {
    const options = `-c search_path=${schema}`;
    const pool = new Pool({ host: cluster!.host, user: 'issuer', database: 'postgres', max: 6, options });
    undo.push(() => pool.end());
    return pool;
  };
  await connect().query(`CREATE SCHEMA ${schema}`);
  return Promise.all([1, 2].map(() => PostgresIssuerStore.open(connect())));
}

const databases: [string, () => Promise<IssuerStore[]>][] = [['SQLite', sqlite]];
if (cluster !== null) databases.push(['PostgreSQL', postgres]);

describe.each(databases)('two processes over one database, %s', (_name, open) => {
  /** Requests go to one process and the other in turn, as behind a balancer. */
  let desk: TestIssuer;
  let issuers: Issuer[];
  let wallet: ReturnType<typeof handWallet>;
  let seen: string[];

  beforeEach(async () => {
    const keyStore = memoryKeyStore();
    const keysOf = () =>
      testKeys({
        store: keyStore,
        issuerUrls: [issuerUrl],
        credentialDays: 365,
        clock: Date.now,
        random: randomBytes,
      });
    await keysOf().current();
    seen = [];
    issuers = (await open()).map((store) =>
      createIssuer({
        issuerUrl,
        displayName: 'Hub',
        store,
        keys: keysOf(),
        profiles: [profile],
        status: 'hosted',
      }),
    );
    let turn = 0;
    for (const issuer of issuers) {
      issuer.onProgress(({ state, noticed }) => {
        // A code that is brought again is told of too, and changes nothing.
        if (noticed === undefined) seen.push(state);
      });
      undo.push(() => issuer.close());
    }
    const request: TestIssuer['request'] = (path, init) => {
      turn += 1;
      return issuers[turn % 2]!.handle(new Request(issuerUrl + path, init));
    };
    desk = { issuer: issuers[0]!, request } as TestIssuer;
    wallet = handWallet(desk);
  });

  const offer = (txCode: boolean) =>
    issuers[0]!.createOffer({
      claims: SAMPLE_CLAIMS,
      configurationId: CONFIGURATION,
      txCode,
      subjectRef: 'visit',
    });
  const form = (byValueUri: string, txCode?: string) => ({
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': wallet.codeOf(byValueUri),
    ...(txCode === undefined ? {} : { tx_code: txCode }),
  });

  test('of eight phones exactly one has the credential, from the token to the end', async () => {
    const { byValueUri, txCode } = await offer(true);
    const phones = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { status, body } = await wallet.token(form(byValueUri, txCode));
        if (status !== 200) return body.error;
        const { jwt } = await proofJwt(desk, await wallet.nonce());
        return (await wallet.credential(body.access_token as string, jwt)).status;
      }),
    );
    expect(phones.filter((outcome) => outcome === 200)).toHaveLength(1);
    expect(phones.filter((outcome) => outcome === 'invalid_grant')).toHaveLength(7);
    expect(seen.filter((state) => state === 'issued')).toHaveLength(1);
  });

  test('one token asked with eight proofs at once gives one credential; one nonce gives one too', async () => {
    const { byValueUri } = await offer(false);
    const token = (await wallet.token(form(byValueUri))).body.access_token as string;
    const proofs = await Promise.all(
      Array.from({ length: 8 }, async () => proofJwt(desk, await wallet.nonce())),
    );
    const replies = await Promise.all(proofs.map(({ jwt }) => wallet.credential(token, jwt)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);

    const nonce = await wallet.nonce();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const made = await offer(false);
        const other = (await wallet.token(form(made.byValueUri))).body.access_token as string;
        const reply = await wallet.credential(other, (await proofJwt(desk, nonce)).jwt);
        return reply.body.error ?? 'issued';
      }),
    );
    expect(outcomes.toSorted()).toEqual([...Array(7).fill('invalid_nonce'), 'issued'].toSorted());
  });

  test('guesses at two processes are counted together: five, and the offer is dead', async () => {
    const { byValueUri, txCode, offerId } = await offer(true);
    const wrong = txCode === '000000' ? '111111' : '000000';
    await Promise.all(Array.from({ length: 12 }, () => wallet.token(form(byValueUri, wrong))));
    expect(await issuers[1]!.status(offerId)).toMatchObject({ state: 'locked', triesLeft: 0 });
    expect((await wallet.token(form(byValueUri, txCode))).body.error).toBe('invalid_grant');
  });

  test('a revocation at one process is in the other’s next status list', async () => {
    const { byValueUri, offerId } = await offer(false);
    const token = (await wallet.token(form(byValueUri))).body.access_token as string;
    const { body } = await wallet.credential(token, (await proofJwt(desk, await wallet.nonce())).jwt);
    const { credential } = (body.credentials as { credential: string }[])[0]!;
    const { status } = decodeJwt(credential.split('~')[0]!) as { status: { status_list: { uri: string } } };
    const list = async (issuer: Issuer) =>
      (
        decodeJwt(await (await issuer.handle(new Request(status.status_list.uri))).text()) as {
          status_list: { lst: string };
        }
      ).status_list.lst;
    const before = await list(issuers[1]!);
    expect(await issuers[0]!.setCredentialStatus({ offerId }, 'revoked')).toBe(1);
    expect(await list(issuers[1]!)).not.toBe(before);
    expect(await list(issuers[1]!)).toBe(await list(issuers[0]!));
  });
});
