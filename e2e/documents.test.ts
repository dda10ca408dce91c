import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { StepName } from '../electron/contract/index.ts';
import { scanQr } from './demo/qr.ts';
import { specimen } from './demo/specimens.ts';
import { freshData } from './kiosk/process.ts';
import { askedFor, layDown, problemShown, scanButton, touchScan } from './visit/reading.ts';
import { openScene, type Scene, waitForStep } from './visit/scene.ts';
import { resourcesWithBlurred } from './visit/spoiled.ts';
import { isFamilyNameOf, walkUntil } from './visit/walker.ts';
import { redeemOffer } from './wallet/index.ts';

let scene: Scene | null = null;
afterEach(async () => {
  await scene?.close();
  scene = null;
});

const closing = ['offer', 'refused', 'referred'] as const satisfies readonly StepName[];
const card = specimen('amara', 'identity-card');
const doubleCard = specimen('meilin', 'identity-card');
const licence = specimen('tomas', 'driving-licence');
const scannerAlone = ['page-scanner'] as const;
const passport = specimen('henrik', 'passport');

/** How many sides the review shows, and which fields it asks to compare. */
async function reviewed({ page, visiting: { m } }: Scene) {
  await waitForStep(page, 'document-review');
  const sides = page.locator('.review-pages img');
  await sides.first().waitFor();
  const compare = page.getByRole('region', { name: m.review.compare, exact: true }).locator('dt');
  return { sides: await sides.count(), compare: await compare.allInnerTexts() };
}

/** From the review to a credential about the specimen. */
async function redeemed({ page, visiting }: Scene) {
  expect(await walkUntil(visiting, closing)).toBe('offer');
  await page.locator('.tx-digits').waitFor();
  const txCode = ((await page.locator('.tx-digits').textContent()) ?? '').replace(/\D/g, '');
  const { claims } = await redeemOffer(await scanQr(page), { txCode });
  expect(isFamilyNameOf(visiting.specimen, claims.family_name)).toBe(true);
  await waitForStep(page, 'success');
}

/** What staff see of the checks at the end, by name. */
async function outcomes({ staff }: Scene) {
  const { visit } = await staff.until((now) => (now.visit?.checks.length ?? 0) > 0);
  return Object.fromEntries(visit?.checks.map(({ check, outcome }) => [check, outcome]) ?? []);
}

describe('cards of two sides', () => {
  it('reads an identity card side by side where there is only a scanner', async () => {
    scene = await openScene({ specimen: card, devices: scannerAlone });
    const { visiting, page } = scene;
    expect(await walkUntil(visiting, ['document-reading'])).toBe('document-reading');
    await visiting.simulate({ type: 'present', person: card.id, document: card.document });
    await touchScan(visiting);
    expect(await askedFor(visiting)).toBe('back');
    await visiting.simulate({ type: 'turn' });
    await touchScan(visiting);
    const { sides, compare } = await reviewed(scene);
    expect(sides).toBe(2);
    expect(compare).toContain(visiting.m.review.fields.familyName);
    expect(compare).not.toContain(visiting.m.review.fields.documentNumber);
    // Nothing is submitted before the visitor said so.
    await page.getByRole('button', { name: visiting.m.review.confirmFirst(compare.length) }).click();
    await waitForStep(page, 'document-review');
    await redeemed(scene);
    expect(await outcomes(scene)).toMatchObject({
      'mrz-check-digits': 'passed',
      'mrz-reading': 'passed',
      'face-match': 'passed',
    });
  });

  it('reads a card by itself where the reader takes its lines', async () => {
    scene = await openScene({ specimen: card });
    expect(await walkUntil(scene.visiting, ['document-review'])).toBe('document-review');
    expect((await reviewed(scene)).sides).toBe(1);
    await redeemed(scene);
  });

  it('compares the lines with the copy of them in the code beside', async () => {
    scene = await openScene({ specimen: doubleCard, devices: scannerAlone });
    expect(await walkUntil({ ...scene.visiting, by: 'touch' }, ['document-review'])).toBe('document-review');
    await redeemed(scene);
    expect(await outcomes(scene)).toMatchObject({ 'barcode-match': 'passed', 'barcode-structure': 'passed' });
  });
});

describe('a driving licence', () => {
  it('is read from the pictures of its sides', async () => {
    scene = await openScene({ specimen: licence });
    expect(await walkUntil(scene.visiting, ['document-review'])).toBe('document-review');
    const { sides, compare } = await reviewed(scene);
    expect(sides).toBe(2);
    // No check digit covers anything of a licence.
    expect(compare.length).toBeGreaterThanOrEqual(6);
    await redeemed(scene);
    expect(await outcomes(scene)).toMatchObject({
      'barcode-structure': 'passed',
      'mrz-check-digits': 'not-checked',
    });
  });

  it('is read by a barcode reader, and its portrait by the scanner', async () => {
    scene = await openScene({ specimen: licence });
    const { visiting } = scene;
    visiting.by = 'barcode';
    expect(await walkUntil(visiting, ['document-review'])).toBe('document-review');
    expect((await reviewed(scene)).sides).toBe(1);
    await redeemed(scene);
  });

  it('goes on with the other side after a power cut between the two', async () => {
    const data = freshData();
    const first = await openScene({ data, specimen: licence });
    expect(await walkUntil(first.visiting, ['document-reading'])).toBe('document-reading');
    const present = { type: 'present', person: licence.id, document: licence.document } as const;
    await first.visiting.simulate(present);
    await touchScan(first.visiting);
    expect(await askedFor(first.visiting)).toBe('back');
    await first.kiosk.cut();
    await first.browser.close();

    scene = await openScene({ data, specimen: licence });
    const { visiting } = scene;
    await waitForStep(scene.page, 'document-reading');
    expect(await askedFor(visiting)).toBe('back');
    await visiting.simulate(present);
    await visiting.simulate({ type: 'turn' });
    await touchScan(visiting);
    expect((await reviewed(scene)).sides).toBe(2);
    await redeemed(scene);
    rmSync(data, { recursive: true, force: true });
  });
});

describe('a scanner alone', () => {
  it('reads a passport that is laid on it', async () => {
    scene = await openScene({ specimen: passport, devices: scannerAlone });
    expect(await walkUntil({ ...scene.visiting, by: 'touch' }, ['document-review'])).toBe('document-review');
    expect((await reviewed(scene)).sides).toBe(1);
    await redeemed(scene);
    expect(await outcomes(scene)).toMatchObject({ 'mrz-reading': 'passed', 'mrz-check-digits': 'passed' });
  });

  it('says that the glass is empty and that a page is blurred, and reads what is laid down then', async () => {
    const resources = resourcesWithBlurred(passport.id);
    scene = await openScene({
      specimen: passport,
      devices: scannerAlone,
      env: { PROOFDESK_RESOURCES: resources },
    });
    const { visiting, page } = scene;
    const { m } = visiting;
    const again = page.getByRole('button', { name: m.reading.again });
    expect(await walkUntil(visiting, ['document-reading'])).toBe('document-reading');

    await scanButton(visiting).click();
    await page.getByText(m.reading.problems['no-page']).waitFor();
    await visiting.simulate({ type: 'present', person: passport.id, document: 'blurred' });
    await again.click();
    await page.getByText(m.reading.problems.blurred).waitFor();
    expect(await problemShown(page).count()).toBe(1);
    await visiting.simulate({ type: 'present', person: passport.id, document: passport.document });
    await again.click();
    await reviewed(scene);
    await redeemed(scene);
    rmSync(resources, { recursive: true, force: true });
  });

  it('asks for the document that was chosen when another is laid down', async () => {
    scene = await openScene({ specimen: card, devices: scannerAlone });
    const { visiting, page } = scene;
    expect(await walkUntil(visiting, ['document-reading'])).toBe('document-reading');
    const wrong = { ...visiting, specimen: { ...visiting.specimen, document: 'passport' } };
    await expect(layDown({ ...wrong, by: 'touch' })).rejects.toThrow(
      visiting.m.reading.problems['wrong-document'],
    );
    await page.getByText(visiting.m.reading.problems['wrong-document']).waitFor();
  });
});
