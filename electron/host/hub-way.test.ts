import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { parseGrant } from '../../issuer/hub/index.ts';
import { hubsOverSqlite } from '../../issuer/hub/testing/over-sqlite.ts';
import { CLAIMS, profile, type TestHubs } from '../../issuer/hub/testing/test-hub.ts';
import { startHubWay, wishToJoin } from './hub-way.ts';
import { openVault, type Vault } from './vault/index.ts';

const undo: (() => unknown)[] = [];
let hubs: TestHubs;
let directory: string;
let vault: Vault;
let troubles: string[];
let settled: string[];

beforeEach(async () => {
  const started = await hubsOverSqlite(1);
  ({ hubs } = started);
  directory = await mkdtemp(join(tmpdir(), 'hub-way-'));
  const clock = { now: () => Date.now() };
  vault = openVault({ directory: join(directory, 'vault'), key: new Uint8Array(randomBytes(32)), clock });
  troubles = [];
  settled = [];
  undo.push(
    () => rm(directory, { recursive: true }),
    started.end,
    () => vault.close(),
  );
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const start = async (way: 'hub' | 'offline', hub = hubs.url, fallback: 'none' | 'ticket' = 'none') => {
  const running = await startHubWay({
    way,
    fallback,
    patience: 500,
    hub,
    dataDirectory: directory,
    vault,
    profile,
    clock: { now: () => Date.now() },
    tell: (code) => troubles.push(code),
    settled: (code) => settled.push(code),
  });
  undo.push(() => running.close());
  return running;
};
const wish = async () => {
  const { code } = await hubs.hubs[0]!.createEnrolment({ name: 'Desk 1', grant: parseGrant({}) });
  await wishToJoin(directory, hubs.url, code);
};
const wished = () => existsSync(join(directory, 'hub-join.json'));
const order = { subjectRef: 'visit-1', claims: CLAIMS, txCode: false };

test('a kiosk joins as it was told, and is a member after the next start too', async () => {
  const before = await start('hub');
  await expect.poll(() => troubles).toEqual(['kiosk-hub/not-enrolled']);
  expect(before.health()).toMatchObject({ state: 'down', detail: 'this kiosk has not joined its hub' });
  await expect(before.port.createOffer(order)).rejects.toMatchObject({ code: 'kiosk-hub/not-enrolled' });
  await before.close();
  await wish();
  const first = await start('hub');
  await expect.poll(() => first.health().detail).toContain('in-touch');
  expect(wished()).toBe(false);
  await first.close();
  const second = await start('hub');
  const { offerUri } = await second.port.createOffer(order);
  await redeemOffer(offerUri);
  expect(await hubs.hubs[0]!.kiosks()).toHaveLength(1);
});

test('a member without network makes tickets', async () => {
  await wish();
  const online = await start('hub');
  await expect.poll(() => online.health().detail).toContain('in-touch');
  await online.close();
  const { offerId } = await (await start('offline')).port.createOffer(order);
  expect(offerId).toBe('ticket-1-1');
});

test('a hub that is away is stood in for by tickets, staff see it, and the kiosk goes back by itself', async () => {
  await wish();
  const running = await start('hub', hubs.url, 'ticket');
  await expect.poll(() => running.health().detail).toContain('in-touch');
  expect(running.health().detail).toContain('offers by the hub');
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    if (String(input).includes('/kiosk/')) throw new TypeError('fetch failed');
    return real(input, init);
  };
  undo.push(() => {
    globalThis.fetch = real;
  });
  const { offerId, way } = await running.port.createOffer(order);
  expect([offerId, way]).toEqual(['ticket-1-1', 'offline']);
  expect(running.health()).toMatchObject({
    state: 'degraded',
    detail: expect.stringMatching(/offline tickets since \d\d:\d\d UTC \(kiosk-hub\/unreachable\)/),
  });
  expect(troubles).toEqual(['kiosk-hub/ticket-way']);
  // The next visitor does not wait for a hub that is known to be away.
  await expect.poll(() => running.health().detail).toContain('out-of-touch');
  const before = performance.now();
  expect((await running.port.createOffer({ ...order, subjectRef: 'visit-2' })).way).toBe('offline');
  expect(performance.now() - before).toBeLessThan(400);
  globalThis.fetch = real;
  await expect.poll(() => settled, { timeout: 15_000 }).toEqual(['kiosk-hub/ticket-way']);
  expect(running.health().detail).toContain('offers by the hub');
  expect((await running.port.createOffer({ ...order, subjectRef: 'visit-3' })).way).toBe('hub');
});

test('a wish with a wrong code is forgotten, one the hub could not hear is kept', async () => {
  await wishToJoin(directory, hubs.url, 'AAAA-AAAA-AAAA-AAAA');
  const refused = await start('hub');
  await expect.poll(() => troubles).toEqual(['kiosk-hub/refused']);
  expect(wished()).toBe(false);
  await refused.close();
  await wishToJoin(directory, 'http://127.0.0.1:1', 'AAAA-AAAA-AAAA-AAAA');
  await (await start('hub', 'http://127.0.0.1:1')).close();
  expect(wished()).toBe(true);
  await start('hub');
  await expect.poll(() => troubles.at(-1)).toBe('kiosk-hub/other-hub');
  expect(wished()).toBe(true);
});

test('a member joins anew when it is told to: after it was revoked, and when what it noted cannot be read', async () => {
  await wish();
  const first = await start('hub');
  await expect.poll(() => first.health().detail).toContain('in-touch');
  await first.close();
  await hubs.hubs[0]!.withdrawKiosk({ kiosk: 1, from: hubs.now(), to: null });
  await wish();
  const second = await start('hub');
  await expect.poll(() => second.health().detail).toContain('in-touch');
  expect(wished()).toBe(false);
  await second.close();
  await vault.setSecret('hub/membership', new TextEncoder().encode('{"version":'));
  const broken = await start('hub');
  await expect.poll(() => troubles).toContain('kiosk-hub/state');
  await expect(broken.port.createOffer(order)).rejects.toMatchObject({ code: 'kiosk-hub/state' });
  await broken.close();
  await wish();
  const third = await start('hub');
  await expect.poll(() => third.health().detail).toContain('in-touch');
  expect((await hubs.hubs[0]!.kiosks()).map(({ kiosk }) => kiosk)).toEqual([1, 2, 3]);
});
