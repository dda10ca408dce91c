import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { ISSUER_TABLES, missingColumns, schema, type Table } from './schema.ts';
import { type SqlDriver, type SqlResult, type SqlRow, type Statement, type Steps, Undo } from './sql.ts';
import { SqlIssuerStore } from './sql-store.ts';

/**
 * PostgreSQL error codes after which a transaction is to be tried again: serialization failure, deadlock, and a prepared
 * statement of before a later version added columns.
 */
const TRY_AGAIN = new Set<unknown>(['40001', '40P01', '0A000']);
const TRIES = 5;
/** Of all who open the store at once one makes the tables: the key of an advisory lock, any number nobody else takes. */
const SCHEMA_LOCK = 7_305_112_043;

const names = new Map<string, string>();

/** A statement's name is of its text, so that each connection has it parsed and planned once. */
function nameOf(text: string): string {
  const known = names.get(text) ?? createHash('sha256').update(text).digest('base64url').slice(0, 32);
  names.set(text, known);
  return known;
}

/** @param named false has it parsed anew */
async function execute(
  client: Pool | PoolClient,
  { parts, values }: Statement,
  named: boolean,
): Promise<SqlResult> {
  const text = parts.reduce((before, part, i) => `${before}$${i}${part}`);
  const config = { text, values: [...values], ...(named ? { name: nameOf(text) } : {}) };
  const { rows, rowCount } = await client.query(config);
  return { rows: rows as SqlRow[], changes: rowCount ?? 0 };
}

/** Steps on PostgreSQL, at its default isolation: each statement sees what was committed before it, and locks what it changes. */
class PostgresDriver implements SqlDriver {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async run<T>(begin: () => Steps<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(begin(), attempt === 1);
      } catch (error) {
        if (attempt === TRIES || !TRY_AGAIN.has((error as { code?: unknown }).code)) throw error;
        // Never at once: the one it made way for has to get what it waits for first.
        await setTimeout((0.5 + Math.random()) * 10 * 2 ** attempt);
      }
    }
  }

  async #once<T>(steps: Steps<T>, named: boolean): Promise<T> {
    let next = steps.next();
    if (next.done === true) return next.value;
    if (next.value.sole === true) {
      next = steps.next(await execute(this.#pool, next.value, named));
      if (next.done !== true) throw new Error('a sole statement was followed by another');
      return next.value;
    }
    const client = await this.#pool.connect();
    let broken = true;
    try {
      await client.query('BEGIN');
      const outcome = await this.#inTransaction(client, steps, next.value, named);
      broken = false;
      return outcome;
    } finally {
      // A connection whose transaction did not end properly is not given to the next one.
      client.release(broken);
    }
  }

  async #inTransaction<T>(client: PoolClient, steps: Steps<T>, first: Statement, named: boolean): Promise<T> {
    let next: IteratorResult<Statement, T> = { done: false, value: first };
    try {
      while (next.done !== true) next = steps.next(await execute(client, next.value, named));
    } catch (error) {
      await client.query('ROLLBACK');
      if (error instanceof Undo) return (error as Undo<T>).outcome;
      throw error;
    }
    await client.query('COMMIT');
    return next.value;
  }
}

/** Makes the tables that are not there yet, and the columns an earlier version's tables lack. */
async function migrate(client: PoolClient, tables: readonly Table[]): Promise<void> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
  const { rows } = await client.query<{ table_name: string; column_name: string }>(
    'SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()',
  );
  const present = (table: string) =>
    new Set(rows.filter(({ table_name }) => table_name === table).map(({ column_name }) => column_name));
  for (const text of [...missingColumns('postgres', tables, present), ...schema('postgres', tables)])
    await client.query(text);
  await client.query('COMMIT');
}

/** Steps on a pool that the caller made and will end, with the tables they need. */
export async function postgresDriver(pool: Pool, tables: readonly Table[]): Promise<SqlDriver> {
  // Without a listener, a connection that breaks while nobody uses it would end the process; the pool replaces it.
  if (pool.listenerCount('error') === 0) pool.on('error', () => {});
  const client = await pool.connect();
  let broken = true;
  try {
    await migrate(client, tables);
    broken = false;
  } finally {
    client.release(broken);
  }
  return new PostgresDriver(pool);
}

/** The issuer's store over such a pool. Any number of processes may share the database. */
export class PostgresIssuerStore extends SqlIssuerStore {
  private constructor(driver: SqlDriver) {
    super(driver);
  }

  static async open(pool: Pool): Promise<PostgresIssuerStore> {
    return new PostgresIssuerStore(await postgresDriver(pool, ISSUER_TABLES));
  }
}
