import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Pool } from 'pg';
import { postgresDriver } from '../../store/postgres.ts';
import type { SqlDriver } from '../../store/sql.ts';
import { sqliteDriver } from '../../store/sqlite.ts';
import { postgresPrograms, startPostgres } from '../../testing/postgres.ts';
import { HUB_TABLES } from '../tables.ts';

export interface TestDatabases {
  /** Drivers of one new, empty database, each as a process of its own would have it. */
  open(count: number): Promise<SqlDriver[]>;
  /** Lets go of what was opened. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** What has to be undone, last first. */
function undoing() {
  const undo: (() => unknown)[] = [];
  return {
    later: (step: () => unknown) => void undo.push(step),
    async all() {
      for (const step of undo.splice(0).reverse()) await step();
    },
  };
}

export async function sqliteDatabases(): Promise<TestDatabases> {
  const { later, all } = undoing();
  return {
    async open(count) {
      const folder = await mkdtemp(join(tmpdir(), 'hub-'));
      later(() => rm(folder, { recursive: true }));
      return Array.from({ length: count }, () => {
        const db = new Database(join(folder, 'hub.db'));
        db.pragma('journal_mode = WAL');
        later(() => db.close());
        return sqliteDriver(db, HUB_TABLES);
      });
    },
    clear: all,
    stop: all,
  };
}

async function postgres(programs: string): Promise<TestDatabases> {
  const { later, all } = undoing();
  const cluster = await startPostgres(programs);
  const connect = (options: string) => {
    const pool = new Pool({ host: cluster.host, user: 'issuer', database: 'postgres', max: 6, options });
    later(() => pool.end());
    return pool;
  };
  return {
    async open(count) {
      const schema = `s${randomUUID().replaceAll('-', '')}`;
      await connect('').query(`CREATE SCHEMA ${schema}`);
      const pools = Array.from({ length: count }, () => connect(`-c search_path=${schema}`));
      return Promise.all(pools.map((pool) => postgresDriver(pool, HUB_TABLES)));
    },
    clear: all,
    stop: () => cluster.stop(),
  };
}

const programs = postgresPrograms();

/** Both kinds of database, or why one is not tried here. */
export const databases: [name: string, start: (() => Promise<TestDatabases>) | null][] = [
  ['SQLite', sqliteDatabases],
  programs === null ? ['PostgreSQL (not installed)', null] : ['PostgreSQL', () => postgres(programs)],
];
