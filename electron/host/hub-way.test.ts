import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { parseGrant } from '../../issuer/hub/index.ts';
import { databases } from '../../issuer/hub/testing/databases.ts';
import { CLAIMS, profile, startTestHubs, type TestHubs } from '../../issuer/hub/testing/test-hub.ts';
import { startHubWay, wishToJoin } from './hub-way.ts';
import { openVault, type Vault } from './vault/index.ts';

const undo: (() => unknown)[] = [];
let hubs: TestHubs;
let directory: string;
let vault: Vault;
let troubles: string[];

beforeEach(async () => {
  const database = await databases[0]![1]!();
  hubs = await startTestHubs(await database.open(1));
  directory = await mkdtemp(join(tmpdir(), 'hub-way-'));
  const clock = { now: () => Date.now() };
  vault = openVault({ directory: join(directory, 'vault'), key: new Uint8Array(randomBytes(32)), clock });
  troubles = [];
  undo.push(
    () => rm(directory, { recursive: true }),
    () => database.stop(),
    () => hubs.close(),
    () => vault.close(),
  );
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const start = async (way: 'hub' | 'offline', hub = hubs.url) => {
  const running = await startHubWay({
    way,
    hub,
    dataDirectory: directory,
    vault,
    profile,
    clock: { now: () => Date.now() },
    tell: (code) => troubles.push(code),
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
