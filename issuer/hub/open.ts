import { open } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Pool } from 'pg';
import { z } from 'zod';
import { postgresDriver } from '../store/postgres.ts';
import type { SqlDriver } from '../store/sql.ts';
import { sqliteDriver } from '../store/sqlite.ts';
import { checkIssuerUrl } from '../url.ts';
import { HubError } from './errors.ts';
import { createHub, type Hub, type HubOptions } from './hub.ts';
import { hubKey } from './hub-key.ts';
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

/** @throws HubError `hub/wrong-key`, `hub/database` */
export async function openPlace({ folder, databaseUrl, key }: HubPlace): Promise<OpenedPlace> {
  const secret = await hubKey(folder, key);
  try {
    if (databaseUrl !== undefined) {
      const pool = new Pool({
        connectionString: databaseUrl,
        max: CONNECTIONS,
        connectionTimeoutMillis: 10_000,
      });
      const driver = await postgresDriver(pool, HUB_TABLES).catch(async (error: unknown) => {
        await pool.end();
        throw error;
      });
      return { driver, secret, close: () => pool.end() };
    }
    const file = join(folder, 'hub.db');
    // SQLite gives its other files the mode of this one.
    await (await open(file, 'a', 0o600)).close();
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    return { driver: sqliteDriver(db, HUB_TABLES), secret, close: async () => void db.close() };
  } catch (cause) {
    throw new HubError('hub/database', 'the database cannot be opened', { cause });
  }
}

export type OpenHubOptions = Omit<HubOptions, 'url' | 'driver' | 'secret' | 'displayName'> & {
  /** As it was before when not given. */
  url?: string;
  displayName?: string;
};

/**
 * The hub over an opened place. Its address and name are kept there, so that commands beside a running hub, and its other
 * processes, know them.
 * @throws HubError `hub/not-started` when it never had an address, `hub/wrong-key`; IssuerError as `createHub`
 */
export async function openHub(place: OpenedPlace, options: OpenHubOptions): Promise<Hub> {
  const secrets = new SealedSecrets(place.driver, place.secret);
  const kept = settings.nullable().parse(await secrets.load(SETTINGS));
  const url = options.url ?? kept?.url;
  if (url === undefined)
    throw new HubError('hub/not-started', 'this hub was never started, so it has no address yet');
  const now = {
    url: checkIssuerUrl(url),
    displayName: options.displayName ?? kept?.displayName ?? 'Proofdesk',
  };
  if (kept?.url !== now.url || kept.displayName !== now.displayName) await secrets.save(SETTINGS, now);
  return createHub({ ...options, ...now, driver: place.driver, secret: place.secret });
}
