import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Pool } from 'pg';
import type { HubPlace } from '../../issuer/hub/index.ts';
import { HUB_TABLES } from '../../issuer/hub/tables.ts';

/** Of the offers one in so many is still open. */
export const OPEN_EVERY = 100;
/** Of the credentials so many in a hundred are revoked, and half as many suspended. */
export const REVOKED_PERCENT = 2;
const LIST_SIZE = 131_072;
const PER_LIST = LIST_SIZE / 2;
const PORTION = 50_000;
const DAY = 86_400_000;

type Execute = (text: string) => Promise<unknown>;

interface Dialect {
  /** 32 random bytes, differing from row to row. */
  hash: string;
  /** Rows numbered from the first to the last, in a column `i`. */
  numbers(first: number, last: number): string;
}

const SQLITE: Dialect = {
  hash: 'randomblob(32)',
  numbers: (first, last) =>
    `(WITH RECURSIVE n(i) AS (SELECT ${first} UNION ALL SELECT i + 1 FROM n WHERE i < ${last}) SELECT i FROM n)`,
};
const POSTGRES: Dialect = {
  hash: "sha256(convert_to(random()::text || i, 'UTF8'))",
  numbers: (first, last) => `(SELECT i::bigint FROM generate_series(${first}, ${last}) AS i)`,
};

const THE_OFFER = `(SELECT * FROM issuer_offers WHERE subject_ref = 'bench' LIMIT 1) AS one CROSS JOIN `;

/** Rows of a table, with an expression for each column that is given; copies of the one offer have its other columns too. */
function rows(table: string, from: string, given: Readonly<Record<string, string>>): string {
  const known = HUB_TABLES.find(({ name }) => name === table)!.columns.map(([name]) => name);
  const columns = from.startsWith(THE_OFFER) ? known : known.filter((name) => name in given);
  return `INSERT INTO ${table} (${columns.join(', ')})
    SELECT ${columns.map((name) => given[name] ?? name).join(', ')} FROM ${from}`;
}

/** Ends as a day brings them: most offers end well, some run out of time, a few are locked, refused or cancelled. */
const ENDS = `CASE WHEN i % 100 < 70 THEN 'accepted' WHEN i % 100 < 83 THEN 'issued' WHEN i % 100 < 92 THEN 'expired'
  WHEN i % 100 < 96 THEN 'cancelled' WHEN i % 100 < 98 THEN 'refused' ELSE 'locked' END`;

function offers(hash: string, open: string): Record<string, string> {
  const issued = `NOT (${open}) AND i % 100 < 83`;
  return {
    offer_id: `'stored-' || i`,
    subject_ref: `'kiosk-' || (i % 40) || ':visit-' || i`,
    origin: `'kiosk-' || (i % 40)`,
    handle_hash: hash,
    code_hash: hash,
    token_hash: `CASE WHEN ${issued} THEN ${hash} END`,
    notification_hash: `CASE WHEN ${issued} THEN ${hash} END`,
    state: `CASE WHEN ${open} THEN CASE WHEN i % 3 = 0 THEN 'token' ELSE 'retrieved' END ELSE ${ENDS} END`,
    sealed_claims: `CASE WHEN ${open} THEN sealed_claims END`,
    changed_at: 'changed_at - (i % 80000) * 1000',
  };
}

/** Everything but its credentials' lists, which are few. */
function tables({ hash, numbers }: Dialect, first: number, last: number, now: number): string[] {
  const span = numbers(first, last);
  const open = `i % ${OPEN_EVERY} = 0`;
  const created = `${now} - (i % 365) * ${DAY}`;
  const year = `${created} + ${366 * DAY}`;
  return [
    rows('issuer_offers', `${THE_OFFER}${span} AS n`, offers(hash, open)),
    rows('issuer_credentials', `${span} AS n`, {
      list_id: `'list-' || (i / ${PER_LIST})`,
      list_index: `(i % ${PER_LIST}) * 2 + i % 3 % 2`,
      offer_id: `'stored-' || i`,
      subject_ref: `'kiosk-' || (i % 40) || ':visit-' || i`,
      origin: `'kiosk-' || (i % 40)`,
      status: `CASE WHEN i % 100 < ${REVOKED_PERCENT} THEN 1 WHEN i % 200 = 99 THEN 2 ELSE 0 END`,
      created_at: created,
      expires_at: year,
    }),
    `${rows('issuer_spent_nonces', `${span} AS n`, {
      hash,
      expires_at: `${now} + (i % 300) * 1000`,
    })} WHERE i % 20 = 0`,
    `${rows('hub_tickets', `${span} AS n`, {
      kiosk: 'i % 40',
      sequence: 'i',
      ticket_hash: hash,
      offer_id: `'stored-' || i`,
      log_head: `'0123456789abcdef'`,
      issued_at: created,
      day: `(${created}) / ${DAY}`,
      seen_at: created,
      confirm_by: `${created} + ${3 * DAY}`,
      visit: `'visit-' || i`,
      final: '1',
      suspended: '0',
    })} WHERE i % 5 = 0`,
  ];
}

async function fillTables(execute: Execute, dialect: Dialect, count: number): Promise<void> {
  const now = Date.now();
  for (let first = 1; first < count; first += PORTION)
    for (const text of tables(dialect, first, Math.min(count - 1, first + PORTION - 1), now))
      await execute(text);
  await execute(
    rows('issuer_status_lists', `${dialect.numbers(0, Math.floor((count - 1) / PER_LIST))} AS n`, {
      list_id: `'list-' || i`,
      size: String(LIST_SIZE),
      used: String(PER_LIST),
      closed: '1',
      created_at: `${now - 365 * DAY} + i`,
      needed_until: String(now + 366 * DAY),
    }),
  );
}

/** Offers that a hub which stood still for a day finds: half to be ended, half to be forgotten. */
async function addOverdue(execute: Execute, { hash, numbers }: Dialect, count: number): Promise<void> {
  const long = String(Date.now() - 2 * DAY);
  const open = 'i % 2 = 0';
  await execute(
    rows('issuer_offers', `${THE_OFFER}${numbers(1, count)} AS n`, {
      ...offers(hash, open),
      offer_id: `'overdue-' || i`,
      expires_at: long,
      changed_at: long,
    }),
  );
  await execute(rows('issuer_spent_nonces', `${numbers(1, count)} AS n`, { hash, expires_at: long }));
}

async function over(
  { folder, databaseUrl }: HubPlace,
  work: (execute: Execute, dialect: Dialect) => Promise<void>,
): Promise<void> {
  if (databaseUrl === undefined) {
    const db = new Database(join(folder, 'hub.db'));
    db.pragma('cache_size = -500000');
    await work(async (text) => db.exec(text), SQLITE);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    return;
  }
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  await work((text) => pool.query(text), POSTGRES);
  await pool.query('VACUUM ANALYZE');
  await pool.end();
}

/**
 * Fills a place that holds one offer as `count` offers of a busy day and a year's credentials would; the hub over it goes
 * on, and commits of a portion each let it.
 */
export const fill = async (place: HubPlace, count: number): Promise<void> =>
  count <= 1 ? undefined : over(place, (execute, dialect) => fillTables(execute, dialect, count));

export const fillOverdue = (place: HubPlace, count: number): Promise<void> =>
  over(place, (execute, dialect) => addOverdue(execute, dialect, count));
