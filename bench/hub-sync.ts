import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { hubWays } from '../electron/host/credentials/index.ts';
import { openVault, type Vault } from '../electron/host/vault/index.ts';
import { allChecks } from '../electron/host/visit/index.ts';
import { parseGrant, serveHub } from '../issuer/hub/index.ts';
import { loadProfile } from '../issuer/index.ts';
import { quantile } from './lib/stats.ts';
import { progress, type Suite } from './lib/suite.ts';
import { ms } from './lib/table.ts';

const { joinHub, Membership, syncLog } = hubWays;
type Log = Parameters<typeof syncLog>[1];

const sizes = [1_000, 10_000, 100_000];
const rounds = 7;
/** About what a visit's minute adds. */
const news = 10;
const perAppend = 200;
const resources = join(import.meta.dirname, '../resources/credentials');

/** About what a details or document event carries. */
const body = (number: number) => ({ number, note: 'x'.repeat(400) });
const key = new Uint8Array(randomBytes(32));
const openAt = (directory: string) => openVault({ directory, key, clock: { now: () => Date.now() } });

let visits = 0;
async function append(vault: Vault, count: number): Promise<void> {
  for (let left = count; left > 0; left -= perAppend) {
    visits += 1;
    const events = Array.from({ length: Math.min(left, perAppend) }, (_, i) => ({
      type: 'benchmark',
      body: body(i),
    }));
    await vault.append(`visit-${visits}`, 0, events);
  }
}

interface Seen {
  log: Log;
  rows: number;
  bytes: number;
}

function counting(log: Log): Seen {
  const seen: Seen = {
    rows: 0,
    bytes: 0,
    log: {
      checkpoint: () => log.checkpoint(),
      async *exportLog(after?: number) {
        for await (const line of log.exportLog(after)) {
          seen.rows += 1;
          seen.bytes += line.length;
          yield line;
        }
      },
    },
  };
  return seen;
}

/** The whole log each time: walked to be signed, and read from its first row, whatever the hub has. */
const fromTheStart =
  (vault: Vault) =>
  (log: Log): Log => ({
    async checkpoint() {
      await vault.verifyChain();
      return log.checkpoint();
    },
    async *exportLog(after = 0) {
      for await (const line of log.exportLog()) {
        const { position } = JSON.parse(line) as { position?: number };
        if (position === undefined || position > after) yield line;
      }
    },
  });

interface Measured {
  times: number[];
  rows: number;
  bytes: number;
  longestPause: number;
}

async function measure(
  sync: (log: Log) => Promise<unknown>,
  vault: Vault,
  reading: (log: Log) => Log = (log) => log,
): Promise<Measured> {
  const times: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let seen = counting(vault);
  for (let round = 0; round < rounds; round += 1) {
    await append(vault, news);
    seen = counting(vault);
    delay.enable();
    const begun = performance.now();
    await sync(reading(seen.log));
    times.push(performance.now() - begun);
    delay.disable();
  }
  return { times, rows: seen.rows, bytes: seen.bytes, longestPause: delay.max / 1e6 };
}

/** The log of a kiosk on its way to the hub, when ten events are new, beside one that is read from its start. */
export const run: Suite = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'proofdesk-bench-sync-'));
  const profile = await loadProfile(join(resources, 'verified-identity.json'));
  const { hub, stop } = await serveHub({ place: { folder }, profiles: [profile], displayName: 'Benchmark' });
  const failures: string[] = [];
  const rows: string[][] = [];
  try {
    for (const size of sizes) {
      progress(`${size} events …`);
      const directory = join(folder, `vault-${size}`);
      let vault = openAt(directory);
      await append(vault, size);
      let kept: unknown = null;
      const membership = await Membership.open({
        load: async () => kept,
        save: async (value) => {
          kept = value;
        },
      });
      const terms = { profile, checks: allChecks };
      const { code } = await hub.createEnrolment({ name: `Desk ${size}`, grant: parseGrant({}) });
      await joinHub({ url: hub.url, code, terms, membership, now: Date.now });
      const session = { membership, terms, now: Date.now };
      const sync = (log: Log) => syncLog(session, log);
      const begun = performance.now();
      if ((await sync(vault)) !== size) failures.push(`${size}: not all of it was handed over`);
      const whole = performance.now() - begun;
      const add = (name: string, { times, rows: read, bytes, longestPause }: Measured) =>
        rows.push([
          `${size} events, ${name}`,
          ms(quantile(times, 0.5)),
          ms(Math.max(...times)),
          String(read),
          (bytes / 1024).toFixed(1),
          ms(longestPause),
        ]);
      add('from its start each time', await measure(sync, vault, fromTheStart(vault)));
      add('from where the hub is', await measure(sync, vault));
      await vault.close();
      vault = openAt(directory);
      const opened = performance.now();
      await append(vault, news);
      await sync(vault);
      const first = performance.now() - opened;
      await vault.close();
      rows.push([`${size} events, the first after a start`, ms(first), '', '', '', '']);
      rows.push([`${size} events, all of them new to the hub`, ms(whole), '', '', '', '']);
    }
  } finally {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
  return [
    {
      title: `Handing over a kiosk's log, ${news} events of about 1 kB being new`,
      columns: ['log', 'p50 ms', 'longest ms', 'lines read', 'kB read', 'longest pause ms'],
      rows,
      notes: [
        `${rounds} times each; kiosk and hub (SQLite) in one process, so the hub's work is in it. The first after a start walks the whole log once, to be sure of what it signs.`,
      ],
      failures,
    },
  ];
};
