import { access, open } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Pool } from 'pg';
import { z } from 'zod';
import { postgresDriver } from '../store/postgres.ts';
import { type SqlDriver, type Steps, sole } from '../store/sql.ts';
import { sqliteDriver, switchToWriteAheadLog } from '../store/sqlite.ts';
import { checkIssuerUrl } from '../url.ts';
import { HubError } from './errors.ts';
import { makeFolder } from './folder.ts';
import { createHub, type Hub, type HubOptions } from './hub.ts';
import { decodeHubKey, makeHubKey, readHubKey } from './hub-key.ts';
import { SealedSecrets } from './sealed-secrets.ts';
import { HUB_TABLES } from './tables.ts';

const SETTINGS = 'settings';
const CONNECTIONS = 10;
const settings = z.object({ url: z.string(), displayName: z.string() });

/** Where a hub keeps what it has. */
export interface HubPlace {
  /** For `hub.key`, and `hub.db` when there is no `databaseUrl`. */
  folder: string;
  /** `postgresql://…`; any number of processes may share it. */
  databaseUrl?: string;
  /** The hub key in base64url, instead of the file's. */
  key?: string;
}

export interface OpenedPlace {
  driver: SqlDriver;
  secret: Uint8Array;
  close(): Promise<void>;
}

interface OpenedDatabase {
  driver: SqlDriver;
  close(): Promise<void>;
}

const notThere = () =>
  new HubError('hub/not-started', 'there is no hub here: hub serve, or issuer serve, makes one');
const cannotOpen = (cause: unknown) =>
  cause instanceof HubError
    ? cause
    : new HubError('hub/database', 'the database cannot be opened', { cause });

async function openPostgres(connectionString: string, create: boolean): Promise<OpenedDatabase> {
  const pool = new Pool({ connectionString, max: CONNECTIONS, connectionTimeoutMillis: 10_000 });
  try {
    const { rows } = await pool.query<{ found: string | null }>("SELECT to_regclass('hub_secrets') AS found");
    if (!create && rows[0]!.found === null) throw notThere();
    return { driver: await postgresDriver(pool, HUB_TABLES), close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw cannotOpen(error);
  }
}

async function openSqlite(folder: string, create: boolean): Promise<OpenedDatabase> {
  const file = join(folder, 'hub.db');
  if (!create)
    await access(file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? notThere() : error;
    });
  try {
    // SQLite gives its other files the mode of this one.
    if (create) await (await open(file, 'a', 0o600)).close();
    const db = new Database(file, { fileMustExist: true });
    try {
      await switchToWriteAheadLog(db);
      db.pragma('synchronous = FULL');
      return { driver: sqliteDriver(db, HUB_TABLES), close: async () => void db.close() };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw cannotOpen(error);
  }
}

/** Whether something in it was sealed with a hub key. */
function* needsKey(): Steps<boolean> {
  const { rows } = yield sole`SELECT 1 AS found FROM hub_secrets LIMIT 1`;
  return rows.length > 0;
}

/** A new key is made for a new database alone: another one's could not be opened with it. */
async function keyFor({ driver }: OpenedDatabase, folder: string, create: boolean): Promise<Uint8Array> {
  const known = await readHubKey(folder);
  if (known !== null) return known;
  if (await driver.run(needsKey))
    throw new HubError(
      'hub/key-missing',
      'the database needs its hub.key, which is not in the folder, or HUB_KEY',
    );
  if (!create) throw notThere();
  await makeFolder(folder);
  return makeHubKey(folder);
}

/**
 * @param create makes folder, key and database where there are none; for whoever starts a hub, not for who only means to
 *   find one
 * @throws HubError `hub/not-started`, `hub/wrong-key`, `hub/key-missing`, `hub/database`; the operating system's errors
 */
export async function openPlace(
  { folder, databaseUrl, key }: HubPlace,
  { create = false }: { create?: boolean } = {},
): Promise<OpenedPlace> {
  const given = key === undefined ? null : decodeHubKey(key);
  if (create && databaseUrl === undefined) await makeFolder(folder);
  const database = await (databaseUrl === undefined
    ? openSqlite(folder, create)
    : openPostgres(databaseUrl, create));
  try {
    return { ...database, secret: given ?? (await keyFor(database, folder, create)) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

export type OpenHubOptions = Omit<HubOptions, 'url' | 'driver' | 'secret' | 'displayName'> & {
  /** As it was before when not given. */
  url?: string;
  /** Takes another address than it was before, for good. */
  newUrl?: boolean;
  displayName?: string;
};

/** The address of the hub in a place; null when it never had one. @throws HubError `hub/wrong-key` */
export async function addressOf({ driver, secret }: OpenedPlace): Promise<string | null> {
  const kept = settings.nullable().parse(await new SealedSecrets(driver, secret).load(SETTINGS));
  return kept?.url ?? null;
}

/**
 * The hub over an opened place. Its address and name are kept there, so that commands beside a running hub, and its other
 * processes, know them.
 * @throws HubError `hub/not-started` when it never had an address, `hub/other-address`, `hub/wrong-key`; IssuerError as
 *   `createHub`
 */
export async function openHub(place: OpenedPlace, options: OpenHubOptions): Promise<Hub> {
  const secrets = new SealedSecrets(place.driver, place.secret);
  for (;;) {
    const stored = await secrets.load(SETTINGS);
    const kept = settings.nullable().parse(stored);
    const url = options.url === undefined ? kept?.url : checkIssuerUrl(options.url);
    if (url === undefined)
      throw new HubError('hub/not-started', 'this hub was never started, so it has no address yet');
    if (kept !== null && kept.url !== url && options.newUrl !== true)
      throw new HubError(
        'hub/other-address',
        `this hub is ${kept.url}: its kiosks, its tickets and the status of all it has issued are bound to that (--new-base-url)`,
      );
    const now = { url, displayName: options.displayName ?? kept?.displayName ?? 'Proofdesk' };
    const same = kept?.url === now.url && kept.displayName === now.displayName;
    // Of processes that start together the first one's address holds, and the others look at it again.
    if (same || (await secrets.replace(SETTINGS, stored, now)))
      return createHub({ ...options, ...now, driver: place.driver, secret: place.secret });
  }
}
