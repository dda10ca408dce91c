import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Pool } from 'pg';
import type { HubPlace } from '../../issuer/hub/index.ts';
import { ISSUER_TABLES } from '../../issuer/store/schema.ts';

/** Of the copied offers one in so many is still open, the others were issued. */
export const OPEN_EVERY = 100;

interface Dialect {
  /** 32 random bytes, differing from row to row. */
  hash: string;
  /** Rows numbered from 1, in a column `i`. */
  numbers(count: number): string;
}

const SQLITE: Dialect = {
  hash: 'randomblob(32)',
  numbers: (count) =>
    `(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n)`,
};
const POSTGRES: Dialect = {
  hash: "sha256(convert_to(random()::text || i, 'UTF8'))",
  numbers: (count) => `(SELECT i FROM generate_series(1, ${count}) AS i)`,
};

/** Copies the one offer that is there, with names and hashes of their own, changed over the last day. */
function copies(count: number, { hash, numbers }: Dialect): string {
  const open = `i % ${OPEN_EVERY} = 0`;
  const other: Record<string, string> = {
    offer_id: `offer_id || '-' || i`,
    handle_hash: hash,
    code_hash: hash,
    token_hash: `CASE WHEN ${open} THEN NULL ELSE ${hash} END`,
    state: `CASE WHEN ${open} THEN state ELSE 'issued' END`,
    sealed_claims: `CASE WHEN ${open} THEN sealed_claims END`,
    changed_at: 'changed_at - (i % 80000) * 1000',
  };
  const columns = ISSUER_TABLES.find(({ name }) => name === 'issuer_offers')!.columns.map(([name]) => name);
  return `INSERT INTO issuer_offers (${columns.join(', ')})
    SELECT ${columns.map((name) => other[name] ?? name).join(', ')}
    FROM (SELECT * FROM issuer_offers LIMIT 1) AS one CROSS JOIN ${numbers(count)} AS n`;
}

/** Fills a place that holds one offer, so that it holds `count`. The hub over it goes on. */
export async function fill({ folder, databaseUrl }: HubPlace, count: number): Promise<void> {
  if (count <= 1) return;
  if (databaseUrl === undefined) {
    const db = new Database(join(folder, 'hub.db'));
    db.exec(copies(count - 1, SQLITE));
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    return;
  }
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  await pool.query(copies(count - 1, POSTGRES));
  await pool.query('VACUUM ANALYZE issuer_offers');
  await pool.end();
}
