import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { openVault } from '../electron/host/vault/index.ts';

const warmUp = 50;
const appends = 1000;
const parallelVisits = 16;

/** About what a details or document event carries. */
const body = (number: number) => ({
  number,
  fields: { names: 'ANNA MARIA', surname: 'ERIKSSON', documentNumber: 'L898902C3', note: 'x'.repeat(400) },
});

type Append = (visit: string, seq: number, number: number) => Promise<void> | void;

interface Store {
  readonly name: string;
  readonly append: Append;
  readonly close: () => Promise<void>;
}

/**
 * Milliseconds per append, one after the other. The stores take turns, and take turns in going first: what a sync costs
 * depends on the disk's mood far more than on the store, and this way they share it.
 */
async function latencies(stores: readonly Store[]): Promise<Map<Store, number[]>> {
  const measured = new Map<Store, number[]>(stores.map((store) => [store, []]));
  for (let seq = 0; seq < warmUp + appends; seq += 1) {
    for (const store of seq % 2 === 0 ? stores : stores.toReversed()) {
      const before = performance.now();
      await store.append('one', seq, seq);
      if (seq >= warmUp) measured.get(store)!.push(performance.now() - before);
    }
  }
  return measured;
}

/** Events per second with many visits at once, where the vault commits in groups. */
async function throughput({ append }: Store): Promise<number> {
  const perVisit = Math.ceil(appends / parallelVisits);
  const start = performance.now();
  await Promise.all(
    Array.from({ length: parallelVisits }, async (_, visit) => {
      for (let seq = 0; seq < perVisit; seq += 1) await append(`many-${visit}`, seq, seq);
    }),
  );
  return (perVisit * parallelVisits * 1000) / (performance.now() - start);
}

function vaultStore(directory: string): Store {
  const vault = openVault({ directory, key: crypto.getRandomValues(new Uint8Array(32)), clock: Date });
  return {
    name: 'vault',
    async append(visit, seq, number) {
      await vault.append(visit, seq, [{ type: 'benchmark', body: body(number) }]);
    },
    async close() {
      const report = await vault.verifyChain();
      await vault.close();
      if (!report.ok) throw new Error('the chain does not verify after the measurement');
    },
  };
}

/** The same durability (write-ahead log, sync at every commit), nothing encrypted and nothing chained. */
function plainStore(directory: string): Store {
  const database = new Database(join(directory, 'plain.db'));
  database.pragma('locking_mode=EXCLUSIVE');
  database.pragma('journal_mode=WAL');
  database.pragma('synchronous=FULL');
  database.exec(`CREATE TABLE events (position INTEGER PRIMARY KEY, visit TEXT NOT NULL, seq INTEGER NOT NULL,
    at TEXT NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (visit, seq)) STRICT`);
  const insert = database.prepare('INSERT INTO events (visit, seq, at, type, body) VALUES (?, ?, ?, ?, ?)');
  return {
    name: 'plain SQLite, no cipher, no chain',
    append(visit, seq, number) {
      insert.run(visit, seq, new Date().toISOString(), 'benchmark', JSON.stringify(body(number)));
    },
    async close() {
      database.close();
    },
  };
}

const quantile = (sorted: readonly number[], q: number) => sorted[Math.floor(q * (sorted.length - 1))]!;

/** Durable appends into the vault, beside plain SQLite on the same disk in the same run. */
export async function run(): Promise<{ title: string; columns: string[]; rows: string[][] }> {
  const directory = mkdtempSync(join(tmpdir(), 'proofdesk-bench-vault-'));
  try {
    const stores = [vaultStore(join(directory, 'vault')), plainStore(directory)];
    const measured = await latencies(stores);
    const rows: string[][] = [];
    for (const store of stores) {
      const sorted = measured.get(store)!.toSorted((a, b) => a - b);
      const total = sorted.reduce((sum, milliseconds) => sum + milliseconds, 0);
      rows.push([
        store.name,
        quantile(sorted, 0.5).toFixed(2),
        quantile(sorted, 0.99).toFixed(2),
        ((sorted.length * 1000) / total).toFixed(0),
        (await throughput(store)).toFixed(0),
      ]);
    }
    for (const store of stores) await store.close();
    return {
      title: `Durable appends (${appends} events of about 0.5 kB, one sync to disk each)`,
      columns: ['store', 'p50 ms', 'p99 ms', 'events/s', `events/s, ${parallelVisits} visits at once`],
      rows,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
