import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { postgresPrograms, startPostgres } from '../testing/postgres.ts';
import { storeContract } from '../testing/store-contract.ts';
import { PostgresIssuerStore } from './postgres.ts';

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
}
