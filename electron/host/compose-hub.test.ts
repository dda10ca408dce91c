import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { parseGrant } from '../../issuer/hub/index.ts';
import { hubsOverSqlite } from '../../issuer/hub/testing/over-sqlite.ts';
import type { HostForStaff, HostForVisitor, StepOf } from '../contract/index.ts';
import { wishToJoin } from './hub-way.ts';
import { fileKeyProvider } from './index.ts';
import { redeem } from './testing/index.ts';
import { attachVisionPage } from './testing/vision-page.ts';
import { setUp, started, walkToOffer, window } from './testing/whole-host.ts';
import { loadOrCreateKey, openVault } from './vault/index.ts';

async function hub() {
  const { hubs, end } = await hubsOverSqlite(1);
  onTestFinished(end);
  return hubs;
}

/** A whole kiosk that is a member of a hub. */
async function member(way: 'hub' | 'offline', more: { fallback?: 'ticket' } = {}) {
  const hubs = await hub();
  const { readers, options, directory } = setUp();
  const station = join(directory, 'station.json');
  writeFileSync(station, JSON.stringify({ issuer: { way, hub: hubs.url, ...more } }));
  const { code } = await hubs.hubs[0]!.createEnrolment({ name: 'Desk 1', grant: parseGrant({}) });
  await wishToJoin(directory, hubs.url, code);
  const host = await started({ ...options, stationFile: station });
  attachVisionPage(host);
  await host.visionReady();
  const staff = window<HostForStaff>(host, 'staff');
  const health = async () => (await staff.snapshot()).health.find(({ part }) => part === 'issuer');
  await expect
    .poll(health, { timeout: 10_000 })
    .toMatchObject({ detail: expect.stringContaining('in-touch') });
  const visitor = window<HostForVisitor>(host, 'visitor');
  return { hubs, host, readers, directory, health, staff, visitor };
}

test('a whole visit whose credential the hub issues, seen by the kiosk to the end', async () => {
  const { hubs, host, readers, visitor } = await member('hub');
  const offer = await walkToOffer(host, readers);
  expect(offer.offerUri).toContain(encodeURIComponent(`${hubs.url}/open/offers/`));
  await redeem(offer);
  await expect.poll(async () => (await visitor.snapshot()).step.name, { timeout: 10_000 }).toBe('success');
});

test('a whole visit that ends with a ticket, which the phone takes to the hub', async () => {
  const { hubs, host, readers, visitor } = await member('offline');
  const offer: StepOf<'offer'> = await walkToOffer(host, readers);
  expect(offer.offerUri).toContain(`${encodeURIComponent(`${hubs.url}/t/`)}`);
  const { claims } = await redeemOffer(
    offer.offerUri!,
    offer.txCode === null ? {} : { txCode: offer.txCode },
  );
  expect(claims).toMatchObject({
    verification: { evidence: [{ document_details: { type: 'passport' } }] },
  });
  // There was network after all, so the kiosk hears of it.
  await expect.poll(async () => (await visitor.snapshot()).step.name, { timeout: 10_000 }).toBe('success');
});

/** The ways of a stopped kiosk's offers, as the visits' records have them. */
async function recordedWays(directory: string): Promise<unknown[]> {
  const vaultDirectory = join(directory, 'vault');
  const { key } = await loadOrCreateKey(vaultDirectory, fileKeyProvider);
  const vault = openVault({ directory: vaultDirectory, key, clock: { now: () => Date.now() } });
  try {
    const visits = await Promise.all((await vault.listVisits()).map(({ visit }) => vault.read(visit)));
    return visits
      .flat()
      .filter(({ type }) => type === 'OfferCreated')
      .map(({ body }) => (body as { way: unknown }).way);
  } finally {
    await vault.close();
  }
}

test('a hub that is away when the offer is made: the visitor sees a ticket and no error, staff and the record the truth', async () => {
  const { host, readers, directory, health, staff } = await member('hub', { fallback: 'ticket' });
  const real = globalThis.fetch;
  onTestFinished(() => {
    globalThis.fetch = real;
  });
  globalThis.fetch = async (input, init) => {
    if (String(input).includes('/kiosk/')) throw new TypeError('fetch failed');
    return real(input, init);
  };
  const offer = await walkToOffer(host, readers);
  expect(offer.offerUri).toContain(encodeURIComponent('/t/'));
  expect(await health()).toMatchObject({
    state: 'degraded',
    detail: expect.stringContaining('offline tickets'),
  });
  expect((await staff.snapshot()).notices.map(({ code }) => code)).toContain('kiosk-hub/ticket-way');
  await redeemOffer(offer.offerUri!, offer.txCode === null ? {} : { txCode: offer.txCode });
  await host.stop();
  expect(await recordedWays(directory)).toEqual(['offline']);
});
