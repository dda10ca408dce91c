import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseGrant } from '../../../../issuer/hub/index.ts';
import { hubsOverSqlite } from '../../../../issuer/hub/testing/over-sqlite.ts';
import { CHECKS, CLAIMS, profile, type TestHubs } from '../../../../issuer/hub/testing/test-hub.ts';
import { type SqlDriver, type SqlRow, type Steps, sql } from '../../../../issuer/store/sql.ts';
import { openVault, type Vault } from '../../vault/index.ts';
import {
  hubOrTicket,
  joinHub,
  Membership,
  OfferWatch,
  offlineWay,
  type SavedMembership,
  startAgent,
  syncLog,
} from './index.ts';

const terms = { profile, checks: CHECKS };
const key = randomBytes(32);
const undo: (() => unknown)[] = [];
let hubs: TestHubs;
let drivers: SqlDriver[];
let folder: string;
let vault: Vault;

const openHere = (directory = join(folder, 'vault')) =>
  openVault({ directory, key: new Uint8Array(key), clock: { now: () => Date.now() } });

beforeEach(async () => {
  const started = await hubsOverSqlite(2);
  ({ hubs, drivers } = started);
  folder = await mkdtemp(join(tmpdir(), 'kiosk-'));
  vault = openHere();
  undo.push(
    () => rm(folder, { recursive: true }),
    started.end,
    () => vault.close(),
  );
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const file = () => join(folder, 'membership.json');
const store = {
  load: async (): Promise<unknown> => JSON.parse(await readFile(file(), 'utf8').catch(() => 'null')),
  save: async (value: SavedMembership) => writeFile(file(), JSON.stringify(value)),
};
const now = () => hubs.now();
const started = async () => {
  const membership = await Membership.open(store);
  return { membership, terms, now };
};
const joined = async () => {
  const { code } = await hubs.hubs[0]!.createEnrolment({ name: 'Desk 1', grant: parseGrant({}) });
  await joinHub({ url: hubs.url, code, terms, membership: await Membership.open(store), now });
  return started();
};
const visit = (name: string, from = 0, count = 3) =>
  vault.append(
    name,
    from,
    Array.from({ length: count }, (_, i) => ({ type: 'visit.step', body: { i, secret: 'ERIKA' } })),
  );
/** What is read of the vault, and how it is asked for. */
const watched = () => {
  const seen = { rows: 0, after: [] as (number | undefined)[], checkpoints: 0 };
  return {
    seen,
    async *exportLog(after?: number) {
      seen.after.push(after);
      for await (const line of vault.exportLog(after)) {
        if (line.includes('"position"')) seen.rows += 1;
        yield line;
      }
    },
    checkpoint() {
      seen.checkpoints += 1;
      return vault.checkpoint();
    },
  };
};
const run = (statement: ReturnType<typeof sql>) =>
  drivers[0]!.run(function* (): Steps<readonly SqlRow[]> {
    return (yield statement).rows;
  });
/** The rows at the hub are those of the vault: none is missing, none is there twice. */
const expectWhole = async (kiosk = 1) => {
  const here: string[] = [];
  for await (const line of vault.exportLog()) here.push(JSON.parse(line).hash as string);
  const rows = await run(
    sql`SELECT position, hash FROM hub_log_rows WHERE kiosk = ${kiosk} ORDER BY position`,
  );
  expect(rows.map(({ position }) => position)).toEqual(here.slice(1).map((_, i) => i + 1));
  expect(rows.map(({ hash }) => hash)).toEqual(here.slice(1));
};
/** The hub as a backup of this moment has it; the result puts it back. */
const backUpHub = async () => {
  const [log] = await run(sql`SELECT * FROM hub_logs`);
  const [told] = await run(sql`SELECT max(sequence) AS last FROM hub_minted`);
  const { events, hash, tree, checkpoint, signed } = log as Record<string, string | number>;
  return async () => {
    await run(sql`DELETE FROM hub_log_rows WHERE position > ${events!}`);
    await run(sql`UPDATE hub_logs SET events = ${events!}, hash = ${hash!}, tree = ${tree!},
      checkpoint = ${checkpoint!}, signed = ${signed!}`);
    await run(sql`DELETE FROM hub_minted WHERE sequence > ${Number(told?.last ?? 0)}`);
  };
};

test('what the hub has is neither read nor sent, also after a restart', async () => {
  const session = await joined();
  for (let i = 0; i < 3; i += 1) await visit(`visit-${i}`, 0, 400);
  const first = watched();
  expect(await syncLog(session, first)).toBe(1200);
  await visit('visit-9', 0, 4);
  const later = watched();
  expect(await syncLog(await started(), later)).toBe(4);
  expect(later.seen).toEqual({ rows: 4, after: [undefined, 1200], checkpoints: 1 });
  const idle = watched();
  expect(await syncLog(session, idle)).toBe(0);
  expect(idle.seen).toEqual({ rows: 0, after: [undefined], checkpoints: 0 });
  await expectWhole();
});

test('a kiosk that is killed in the midst of it, again and again, loses and doubles nothing', async () => {
  await joined();
  for (let i = 0; i < 30; i += 1) await visit(`visit-${i}`, 0, 150);
  await vault.close();
  const program = new URL('./testing/syncing-kiosk.ts', import.meta.url).pathname;
  const events = async () => Number((await run(sql`SELECT events FROM hub_logs`))[0]?.events ?? 0);
  const syncUntil = async (enough: number): Promise<string> => {
    const child = spawn(process.execPath, [program, folder, key.toString('hex')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const looking = setInterval(async () => {
      if ((await events()) >= enough) child.kill('SIGKILL');
    }, 3);
    await ended;
    clearInterval(looking);
    return out;
  };
  const cut: number[] = [];
  for (const enough of [1, 1_200, 2_600]) {
    expect(await syncUntil(enough)).toBe('');
    cut.push(await events());
  }
  expect(cut).toEqual(cut.toSorted((a, b) => a - b));
  expect(cut.at(-1)).toBeLessThan(4_500);
  expect(await syncUntil(Number.POSITIVE_INFINITY)).toBe(`sent ${4_500 - cut.at(-1)!}\n`);
  vault = openHere();
  await expectWhole();
});

test('a hub that was put back from an older backup is given again what it has lost, though nothing is new here', async () => {
  const session = await joined();
  const watch = new OfferWatch(session);
  undo.push(() => watch.close());
  const way = offlineWay({ session, watch, logHead: async () => (await vault.head()).hash });
  const order = (subjectRef: string) => ({ subjectRef, claims: CLAIMS, txCode: false });
  await visit('visit-1');
  await way.createOffer(order('visit-1'));
  await syncLog(session, vault);
  const putBack = await backUpHub();
  await visit('visit-2', 0, 40);
  await way.createOffer(order('visit-2'));
  const agent = startAgent(session, vault, { trouble: (code) => expect.fail(code), everyMs: 30 });
  undo.push(() => agent.stop());
  const told = async () => (await run(sql`SELECT sequence FROM hub_minted ORDER BY sequence`)).length;
  await expect.poll(told).toBe(2);
  await putBack();
  expect(await told()).toBe(1);
  await expect.poll(told).toBe(2);
  await agent.touch();
  await expectWhole();
  const hash = sql`SELECT ticket_hash FROM hub_minted WHERE ticket_hash IS NULL`;
  expect(await run(hash)).toEqual([]);
});

test('a hub that is put back while it is handed the log says from where on', async () => {
  const session = await joined();
  await visit('visit-1', 0, 100);
  await syncLog(session, vault);
  const putBack = await backUpHub();
  await visit('visit-2', 0, 1_600);
  let lines = 0;
  const putBackMeanwhile = {
    checkpoint: () => vault.checkpoint(),
    async *exportLog(after?: number) {
      for await (const line of vault.exportLog(after)) {
        lines += 1;
        if (lines === 1_100) await putBack();
        yield line;
      }
    },
  };
  expect(await syncLog(session, putBackMeanwhile)).toBeGreaterThan(1_600);
  await expectWhole();
});

test('a kiosk that was put back from a backup is told of, uses no number again, and is whole after it joined anew', async () => {
  const session = await joined();
  await visit('visit-1');
  await vault.close();
  await cp(join(folder, 'vault'), join(folder, 'backup'), { recursive: true });
  await cp(file(), `${file()}.backup`);
  vault = openHere();
  await visit('visit-2');
  const watch = new OfferWatch(session);
  undo.push(() => watch.close());
  const way = offlineWay({ session, watch, logHead: async () => (await vault.head()).hash });
  for (const name of ['visit-1', 'visit-2'])
    await way.createOffer({ subjectRef: name, claims: CLAIMS, txCode: false });
  await syncLog(session, vault);
  await vault.close();
  await rm(join(folder, 'vault'), { recursive: true });
  await cp(join(folder, 'backup'), join(folder, 'vault'), { recursive: true });
  await cp(`${file()}.backup`, file());
  vault = openHere();
  const again = await started();
  await expect(syncLog(again, vault)).rejects.toMatchObject({ code: 'kiosk-hub/log-forked' });
  expect(hubs.reported).toHaveLength(1);
  expect(again.membership.state.sequence).toBe(2);
  await visit('visit-3', 0, 9);
  await expect(syncLog(again, vault)).rejects.toMatchObject({ code: 'kiosk-hub/log-forked' });
  const next = await joined();
  expect(await syncLog(next, vault)).toBe(12);
  await expectWhole(2);
});

test('a kiosk whose vault was set aside begins another log, beside the old one', async () => {
  await syncLog(await joined(), vault);
  await visit('visit-1');
  await syncLog(await started(), vault);
  await vault.close();
  vault = openHere(join(folder, 'fresh'));
  await rm(file());
  expect((await started()).membership.enrolled).toBe(false);
  await visit('visit-1', 0, 5);
  const next = await joined();
  expect(await syncLog(next, vault)).toBe(5);
  await expectWhole(2);
  expect(await run(sql`SELECT kiosk, events FROM hub_logs ORDER BY kiosk`)).toEqual([
    { kiosk: 1, events: 3 },
    { kiosk: 2, events: 5 },
  ]);
});

test('numbers that were reserved at the hub are known to it too', async () => {
  const session = await joined();
  const watch = new OfferWatch(session);
  undo.push(() => watch.close());
  const port = hubOrTicket({
    session,
    watch,
    logHead: async () => (await vault.head()).hash,
    away: () => false,
    used: () => {},
    trouble: (code) => expect.fail(code),
  });
  await port.createOffer({ subjectRef: 'visit-1', claims: CLAIMS, txCode: false });
  await session.membership.update((before) => ({ ...before, sequence: 0, reserves: [] }));
  await syncLog(session, vault);
  expect(session.membership.state.sequence).toBe(1);
});
