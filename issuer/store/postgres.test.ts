import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { postgresPrograms, startPostgres } from '../testing/postgres.ts';
import { storeContract } from '../testing/store-contract.ts';
import { PostgresIssuerStore, postgresDriver } from './postgres.ts';
import { ISSUER_TABLES } from './schema.ts';
import { type SqlRow, type Steps, sql } from './sql.ts';

const programs = postgresPrograms();
if (programs === null) {
  test.skip('PostgreSQL is not installed: the store is not tried on it', () => {});
} else {
  let cluster: Awaited<ReturnType<typeof startPostgres>>;
  const pools: Pool[] = [];
  beforeAll(async () => {
    cluster = await startPostgres(programs);
  });
  afterEach(async () => {
    for (const pool of pools.splice(0)) await pool.end();
  });
  afterAll(() => cluster.stop());

  const poolOf = (database: string) => {
    const pool = new Pool({ host: cluster.host, user: 'issuer', database, max: 6 });
    pools.push(pool);
    return pool;
  };
  const newDatabase = async () => {
    const name = `d${randomUUID().replaceAll('-', '')}`;
    await poolOf('postgres').query(`CREATE DATABASE ${name}`);
    return name;
  };

  storeContract('PostgreSQL', async (count) => {
    const database = await newDatabase();
    return Promise.all(Array.from({ length: count }, () => PostgresIssuerStore.open(poolOf(database))));
  });

  test('what is open elsewhere is seen here at once, and a connection that broke is not used again', async () => {
    const database = await newDatabase();
    const pool = poolOf(database);
    pool.on('error', () => {});
    const store = await PostgresIssuerStore.open(pool);
    const nonce = { hash: Buffer.from('a'), expiresAt: 1 };
    expect(await store.spend(nonce)).toBe(true);
    await poolOf('postgres').query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`,
    );
    await expect.poll(() => store.spend(nonce).catch(() => null)).toBe(false);
    const again = await PostgresIssuerStore.open(poolOf(database));
    expect(await again.spend(nonce)).toBe(false);
  });

  test('those that open it together make the tables once; a column of a later version is added', async () => {
    const database = await newDatabase();
    await expect(
      Promise.all(Array.from({ length: 4 }, () => PostgresIssuerStore.open(poolOf(database)))),
    ).resolves.toHaveLength(4);
    const pool = poolOf(database);
    await pool.query('ALTER TABLE issuer_offers DROP COLUMN origin');
    await PostgresIssuerStore.open(pool);
    await expect(pool.query('SELECT origin FROM issuer_offers')).resolves.toBeDefined();
  });

  test('a column that a later version adds meanwhile harms nobody', async () => {
    const database = await newDatabase();
    const store = await PostgresIssuerStore.open(poolOf(database));
    expect(await store.byId('nothing')).toBeNull();
    await poolOf(database).query('ALTER TABLE issuer_offers ADD COLUMN later TEXT');
    for (let i = 0; i < 3; i += 1) expect(await store.byId('nothing')).toBeNull();
  });

  test('a transaction that ran into another one’s is run again', async () => {
    const driver = await postgresDriver(poolOf(await newDatabase()), ISSUER_TABLES);
    for (const id of ['a', 'b'])
      await driver.run(function* () {
        yield sql`INSERT INTO issuer_status_lists (list_id, size, created_at, needed_until) VALUES (${id}, 1, 0, 0)`;
      });
    let begun = 0;
    const raise = (order: readonly string[]) =>
      driver.run(function* () {
        begun += 1;
        for (const id of order) {
          yield sql`UPDATE issuer_status_lists SET version = version + 1 WHERE list_id = ${id}`;
          yield sql`SELECT pg_sleep(0.2)`;
        }
      });
    await Promise.all([raise(['a', 'b']), raise(['b', 'a'])]);
    // Three, or more where the one that began anew was quicker than the one it made way for.
    expect(begun).toBeGreaterThanOrEqual(3);
    const rows = await driver.run(function* (): Steps<readonly SqlRow[]> {
      return (yield sql`SELECT version FROM issuer_status_lists ORDER BY list_id`).rows;
    });
    expect(rows).toEqual([{ version: 2 }, { version: 2 }]);
  });
}
