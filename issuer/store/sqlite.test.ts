import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { storeContract } from '../testing/store-contract.ts';
import { SqliteIssuerStore, switchToWriteAheadLog } from './sqlite.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Connections to one new file. */
const connect = async (count: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'issuer-store-'));
  undo.push(() => rm(folder, { recursive: true }));
  return Array.from({ length: count }, () => {
    const db = new Database(join(folder, 'issuer.db'));
    undo.push(() => db.close());
    return db;
  });
};

const open = async (count: number) => {
  const connections = await connect(count);
  for (const db of connections) await switchToWriteAheadLog(db);
  return connections.map((db) => new SqliteIssuerStore(db));
};

storeContract('SQLite', open);

test('a new file that another process is just writing to is waited for', async () => {
  const [other, db] = await connect(2);
  other!.exec('BEGIN IMMEDIATE; CREATE TABLE theirs (n)');
  const switched = switchToWriteAheadLog(db!);
  // SQLite itself does not wait here, however long it is told to.
  expect(() => db!.pragma('journal_mode = WAL')).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }));
  setTimeout(() => other!.exec('COMMIT'), 100);
  await switched;
  expect(db!.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db!.prepare('SELECT * FROM theirs').all()).toEqual([]);
});

test('a new file that another process does not leave is given up', async () => {
  const [other, db] = await connect(2);
  other!.exec('BEGIN IMMEDIATE; CREATE TABLE theirs (n)');
  await expect(switchToWriteAheadLog(db!, 100)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
});

test('of transactions that are committed together each fails by itself', async () => {
  const [store] = await open(1);
  const made = (offerId: string, handle: string) =>
    store!.insert({
      offerId,
      subjectRef: '',
      origin: '',
      variant: 'open',
      configurationId: 'c',
      handleHash: Buffer.from(handle),
      codeHash: Buffer.from(handle),
      txCodeHash: null,
      txCodeForm: null,
      held: false,
      sealedClaims: 's',
      createdAt: 1,
      expiresAt: 2,
    });
  const outcomes = await Promise.allSettled([made('a', '1'), made('b', '1'), made('c', '3')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await store!.byId('b')).toBeNull();
  expect(await store!.byId('c')).not.toBeNull();
});

test('nobody is told before the commit: when it fails, all have failed', async () => {
  const db = new Database(':memory:');
  const store = new SqliteIssuerStore(db);
  const nonces = [1, 2].map((n) => store.spend({ hash: Buffer.from([n]), expiresAt: 1 }));
  db.close();
  const outcomes = await Promise.allSettled(nonces);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('a database of the first version gets the columns it lacks, and keeps its offers', async () => {
  const db = new Database(':memory:');
  undo.push(() => db.close());
  db.exec(`CREATE TABLE issuer_offers (
    offer_id TEXT PRIMARY KEY, subject_ref TEXT NOT NULL, configuration_id TEXT NOT NULL, state TEXT NOT NULL,
    handle_hash BLOB NOT NULL UNIQUE, code_hash BLOB NOT NULL UNIQUE, tx_code_hash BLOB,
    wrong_codes INTEGER NOT NULL DEFAULT 0, token_hash BLOB UNIQUE, notification_hash BLOB, sealed_claims TEXT,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, changed_at INTEGER NOT NULL) STRICT;
    INSERT INTO issuer_offers VALUES ('old', 'visit', 'c', 'created', x'01', x'02', NULL, 0, NULL, NULL, 's', 1, 2, 1)`);
  const store = new SqliteIssuerStore(db);
  expect(await store.byId('old')).toMatchObject({
    variant: 'open',
    origin: '',
    held: false,
    sealedKeys: null,
  });
  expect(await new SqliteIssuerStore(db).byId('old')).not.toBeNull();
});
