import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { specimen } from './demo/specimens.ts';
import { type Browser, openBrowser, openWindow, type Page } from './kiosk/browser.ts';
import { connect, type WindowClient } from './kiosk/client.ts';
import { freshData, type KioskProcess, startKiosk } from './kiosk/process.ts';
import { messagesOf } from './visit/messages.ts';
import { waitForStep, walkUntil } from './visit/walker.ts';
import { redeemOffer } from './wallet/index.ts';

const m = await messagesOf('en');
let kiosk: KioskProcess;
let browser: Browser;
let page: Page;
let staff: WindowClient<'staff'>;
let station: WindowClient<'station'>;

beforeAll(async () => {
  const data = freshData();
  const file = join(data, 'station.json');
  writeFileSync(
    file,
    JSON.stringify({ name: 'Desk 3', organisation: 'City Hall', profile: 'attended', policy: 'standard' }),
  );
  kiosk = await startKiosk({ data, flags: ['--station', file] });
  station = await connect('station', await kiosk.address('station'));
  staff = await connect('staff', await kiosk.address('staff'));
  await kiosk.vision;
  browser = await openBrowser(kiosk.webcamFile);
  ({ page } = await openWindow(browser, await kiosk.address('visitor')));
  await waitForStep(page, 'attract');
});
afterAll(async () => {
  await browser?.close();
  await kiosk?.stop();
});

it('begins with staff, asks them what the standard policy cannot decide, and shows them the code', async () => {
  const who = specimen();
  expect(await staff.remote.command({ type: 'staff.start-visit' })).toEqual({ ok: true });
  await waitForStep(page, 'language');
  const outcome = await walkUntil(
    { page, m, simulate: (action) => station.remote.simulate(action), specimen: who },
    ['offer', 'refused', 'referred'],
  );
  expect(outcome).toBe('referred');

  const seen = await staff.until((now) => now.visit?.awaitingStaff === true);
  const outcomes = Object.fromEntries(seen.visit?.checks.map((one) => [one.check, one.outcome]) ?? []);
  expect(outcomes).toMatchObject({
    'face-match': 'passed',
    liveness: 'not-checked',
    'mrz-check-digits': 'passed',
  });
  const selfie = await staff.remote.picture({ ref: seen.visit?.selfieRef ?? '' });
  expect(Buffer.from(selfie.bytes.subarray(0, 2)).toString('hex')).toBe('ffd8');

  const hasty = await staff.remote.command({ type: 'staff.decide', outcome: 'accept', reason: 'looks fine' });
  expect(hasty.error?.code).toBe('visit/not-observed');
  await staff.remote.command({ type: 'staff.observe', genuine: true, samePerson: true });
  await staff.remote.command({ type: 'staff.decide', outcome: 'accept', reason: 'compared at the desk' });
  await waitForStep(page, 'offer');
  const decided = await staff.until((now) => Boolean(now.visit?.txCode));
  expect(decided.visit).toMatchObject({ outcome: 'accept', evidenceStrength: 'SUPERIOR' });
  expect(await page.locator('.tx-digits').count()).toBe(0);
  await page.locator('.qr-card svg, .qr svg, svg[role="img"]').first().waitFor();
  const { scanQr } = await import('./demo/qr.ts');
  const offer = await scanQr(page);
  await redeemOffer(offer, { txCode: decided.visit?.txCode ?? '' });
  await waitForStep(page, 'success');
});
