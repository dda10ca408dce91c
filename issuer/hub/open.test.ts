import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postgresPrograms, startPostgres } from '../testing/postgres.ts';
import { addressOf, type HubPlace, openHub, openPlace } from './open.ts';
import { serveHub } from './serve.ts';
import { profile } from './testing/test-hub.ts';

const programs = postgresPrograms();
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-'));
  undo.push(() => rm(folder, { recursive: true }));
  return folder;
}

async function opened(place: HubPlace, create = false) {
  const made = await openPlace(place, { create });
  undo.push(() => made.close());
  return made;
}

async function start(place: HubPlace, url: string | null, more: { newUrl?: boolean } = {}): Promise<string> {
  const at = await openPlace(place, { create: true });
  try {
    const hub = await openHub(at, { profiles: [profile], ...(url === null ? {} : { url }), ...more });
    await hub.close();
    return hub.url;
  } finally {
    await at.close();
  }
}

const ONE = 'https://id.city.example';
const OTHER = 'https://id.town.example';

describe.each([
  ['SQLite', false],
  ['PostgreSQL', true],
])('where a hub is, over %s', (_name, onPostgres) => {
  if (onPostgres && programs === null) {
    test.skip('PostgreSQL is not installed', () => {});
    return;
  }
  let cluster: Awaited<ReturnType<typeof startPostgres>>;
  let place: HubPlace;
  beforeAll(async () => {
    if (onPostgres) cluster = await startPostgres(programs!);
  });
  afterAll(() => cluster?.stop());
  beforeEach(async () => {
    place = { folder: join(await newFolder(), 'deep', 'hub') };
    if (!onPostgres) return;
    const database = `d${randomUUID().replaceAll('-', '')}`;
    const pool = new Pool({ host: cluster.host, user: 'issuer', database: 'postgres' });
    await pool.query(`CREATE DATABASE ${database}`);
    await pool.end();
    place.databaseUrl = `postgresql://issuer@/${database}?host=${encodeURIComponent(cluster.host)}`;
  });

  test('another address is refused until it is asked for', async () => {
    expect(await start(place, ONE)).toBe(ONE);
    expect(await start(place, null)).toBe(ONE);
    await expect(start(place, OTHER)).rejects.toMatchObject({ code: 'hub/other-address' });
    await expect(start(place, `${ONE}/hub`)).rejects.toMatchObject({ code: 'hub/other-address' });
    expect(await addressOf(await opened(place))).toBe(ONE);
    expect(await start(place, OTHER, { newUrl: true })).toBe(OTHER);
    await expect(start(place, ONE)).rejects.toMatchObject({ code: 'hub/other-address' });
    expect(await start(place, null)).toBe(OTHER);
  });

  test('of two that start it together at two addresses one does', async () => {
    const results = await Promise.allSettled([ONE, OTHER, ONE, OTHER].map((url) => start(place, url)));
    const urls = new Set(results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
    expect(urls.size).toBe(1);
    for (const one of results)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'hub/other-address' });
  });

  test('who only means to find one makes nothing', async () => {
    await expect(openPlace(place)).rejects.toMatchObject({ code: 'hub/not-started' });
    await expect(openPlace({ ...place, key: randomBytes(32).toString('base64url') })).rejects.toMatchObject({
      code: 'hub/not-started',
    });
    expect(existsSync(place.folder)).toBe(false);
    if (!onPostgres) return;
    const pool = new Pool({ connectionString: place.databaseUrl! });
    const { rows } = await pool.query(
      "SELECT 1 FROM information_schema.tables WHERE table_schema = 'public'",
    );
    await pool.end();
    expect(rows).toEqual([]);
  });

  test('a hub key that was lost is missed, never replaced', async () => {
    await start(place, ONE);
    const file = join(place.folder, 'hub.key');
    const key = await readFile(file, 'utf8');
    await rm(file);
    for (const create of [true, false])
      await expect(openPlace(place, { create })).rejects.toMatchObject({ code: 'hub/key-missing' });
    expect((await readdir(place.folder)).filter((name) => name.startsWith('hub.key'))).toEqual([]);
    // Given another way it is the same hub; put back, too.
    expect(await addressOf(await opened({ ...place, key: key.trim() }))).toBe(ONE);
    await writeFile(file, key);
    expect(await start(place, null)).toBe(ONE);
  });

  test('a mistyped folder beside a database that is there gets nothing', async () => {
    await start(place, ONE);
    const wrong = { ...place, folder: `${place.folder}s` };
    const code = onPostgres ? 'hub/key-missing' : 'hub/not-started';
    await expect(openPlace(wrong)).rejects.toMatchObject({ code });
    expect(existsSync(wrong.folder)).toBe(false);
  });

  test('processes that start it together make one key', async () => {
    const places = await Promise.all(Array.from({ length: 6 }, () => opened(place, true)));
    expect(new Set(places.map(({ secret }) => Buffer.from(secret).toString('hex'))).size).toBe(1);
    expect((await readdir(place.folder)).filter((name) => name.startsWith('hub.key'))).toEqual(['hub.key']);
  });
});

test('a server without an address takes the port of before, and none while that is taken', async () => {
  const folder = await newFolder();
  const serve = async (more: { port?: number; newUrl?: boolean } = {}) => {
    const running = await serveHub({ place: { folder }, profiles: [profile], ...more });
    undo.push(() => running.stop());
    return running;
  };
  const first = await serve();
  await expect(serve()).rejects.toMatchObject({ code: 'hub/cannot-listen' });
  await expect(serve({ port: 0 })).rejects.toMatchObject({ code: 'hub/other-address' });
  await first.stop();
  const again = await serve();
  expect(again.hub.url).toBe(first.hub.url);
  await again.stop();
  const moved = await serve({ port: 0, newUrl: true });
  expect(moved.hub.url).not.toBe(first.hub.url);
});

test.skipIf(process.platform !== 'linux')('where nothing can be written is said at once', async () => {
  const begun = performance.now();
  for (const folder of ['/proc/proofdesk', '/proc/proofdesk/hub'])
    await expect(openPlace({ folder }, { create: true })).rejects.toMatchObject({ code: 'ENOENT' });
  const file = join(await newFolder(), 'file');
  await writeFile(file, '');
  for (const folder of [file, join(file, 'hub')])
    await expect(openPlace({ folder }, { create: true })).rejects.toMatchObject({ code: 'ENOTDIR' });
  expect(performance.now() - begun).toBeLessThan(5000);
});
