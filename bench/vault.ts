import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { openVault } from '../electron/host/vault/index.ts';

const appends = 1000;
const parallelVisits = 16;

/** About what a details or document event carries. */
const body = (number: number) => ({
  number,
  fields: { names: 'ANNA MARIA', surname: 'ERIKSSON', documentNumber: 'L898902C3', note: 'x'.repeat(400) },
});

type Append = (visit: string, seq: number, number: number) => Promise<void> | void;

interface Measured {
  /** milliseconds per append, one after the other, ascending */
  readonly latencies: readonly number[];
  /** events per second, one append after the other */
  readonly sequential: number;
  /** events per second with 16 visits at once */
  readonly parallel: number;
}

async function measure(append: Append): Promise<Measured> {
  for (let seq = 0; seq < 50; seq += 1) await append('warm-up', seq, seq);
  const latencies: number[] = [];
  const start = performance.now();
  for (let seq = 0; seq < appends; seq += 1) {
    const before = performance.now();
    await append('one', seq, seq);
    latencies.push(performance.now() - before);
  }
  const sequential = (appends * 1000) / (performance.now() - start);
  const perVisit = Math.ceil(appends / parallelVisits);
  const startTogether = performance.now();
  await Promise.all(
    Array.from({ length: parallelVisits }, async (_, visit) => {
      for (let seq = 0; seq < perVisit; seq += 1) await append(`many-${visit}`, seq, seq);
    }),
  );
  const parallel = (perVisit * parallelVisits * 1000) / (performance.now() - startTogether);
  return { latencies: latencies.sort((a, b) => a - b), sequential, parallel };
}

async function measureVault(directory: string): Promise<Measured> {
  const vault = openVault({ directory, key: crypto.getRandomValues(new Uint8Array(32)), clock: Date });
  const measured = await measure(async (visit, seq, number) => {
    await vault.append(visit, seq, [{ type: 'benchmark', body: body(number) }]);
  });
  const report = await vault.verifyChain();
  await vault.close();
  if (!report.ok) throw new Error('the chain does not verify after the measurement');
  return measured;
}

/** The same durability (write-ahead log, sync at every commit), nothing encrypted and nothing chained. */
async function measurePlain(directory: string): Promise<Measured> {
  const database = new Database(join(directory, 'plain.db'));
  database.pragma('locking_mode=EXCLUSIVE');
  database.pragma('journal_mode=WAL');
  database.pragma('synchronous=FULL');
  database.exec(`CREATE TABLE events (position INTEGER PRIMARY KEY, visit TEXT NOT NULL, seq INTEGER NOT NULL,
    at TEXT NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (visit, seq)) STRICT`);
  const insert = database.prepare('INSERT INTO events (visit, seq, at, type, body) VALUES (?, ?, ?, ?, ?)');
  const measured = await measure((visit, seq, number) => {
    insert.run(visit, seq, new Date().toISOString(), 'benchmark', JSON.stringify(body(number)));
  });
  database.close();
  return measured;
}

const quantile = (sorted: readonly number[], q: number) => sorted[Math.floor(q * (sorted.length - 1))]!;

function row(name: string, { latencies, sequential, parallel }: Measured): string[] {
  return [
    name,
    quantile(latencies, 0.5).toFixed(2),
    quantile(latencies, 0.99).toFixed(2),
    sequential.toFixed(0),
    parallel.toFixed(0),
  ];
}

/** Durable appends into the vault, beside plain SQLite on the same disk in the same run. */
export async function run(): Promise<{ title: string; columns: string[]; rows: string[][] }> {
  const directory = mkdtempSync(join(tmpdir(), 'proofdesk-bench-vault-'));
  try {
    const plain = await measurePlain(directory);
    const vault = await measureVault(join(directory, 'vault'));
    return {
      title: `Durable appends (${appends} events of about 0.5 kB)`,
      columns: ['store', 'p50 ms', 'p99 ms', 'events/s', `events/s, ${parallelVisits} visits at once`],
      rows: [row('vault', vault), row('plain SQLite, no cipher, no chain', plain)],
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
