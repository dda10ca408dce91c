import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { parseGrant } from '../../issuer/hub/index.ts';
import { databases } from '../../issuer/hub/testing/databases.ts';
import { startTestHubs } from '../../issuer/hub/testing/test-hub.ts';
import type { HostForStaff, HostForVisitor, StepOf } from '../contract/index.ts';
import { wishToJoin } from './hub-way.ts';
import { redeem } from './testing/index.ts';
import { attachVisionPage } from './testing/vision-page.ts';
import { setUp, started, walkToOffer, window } from './testing/whole-host.ts';

async function hub() {
  const database = await databases[0]![1]!();
  const hubs = await startTestHubs(await database.open(1));
  onTestFinished(async () => {
    await hubs.close();
    await database.stop();
  });
  return hubs;
}

/** A whole kiosk that is a member of a hub. */
async function member(way: 'hub' | 'offline') {
  const hubs = await hub();
  const { readers, options, directory } = setUp();
  const station = join(directory, 'station.json');
  writeFileSync(station, JSON.stringify({ issuer: { way, hub: hubs.url } }));
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
  return { hubs, host, readers, visitor: window<HostForVisitor>(host, 'visitor') };
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
