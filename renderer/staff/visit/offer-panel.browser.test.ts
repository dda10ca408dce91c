import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, type DeskInBrowser, deskInBrowser } from '../testing/browser.ts';
import type { DeskUnderTest } from '../testing/page.tsx';

declare const underTest: DeskUnderTest;

describe.skipIf(!chromiumPath)('the credential in the staff window', { timeout: 60_000 }, () => {
  let desk: DeskInBrowser;
  beforeAll(async () => {
    desk = await deskInBrowser();
  }, 120_000);
  afterAll(() => desk?.close());

  const at = (scene: string, use: (page: Page) => Promise<void>) => desk.visit(`staff=${scene}`, use);
  const asked = (page: Page) => page.evaluate(() => underTest.asked);
  const now = (page: Page) => page.getByTestId('offer-now').innerText();

  it('gives a new code where one is over, and nowhere else', async () => {
    for (const scene of ['offer-expired', 'offer-refused', 'offer-taken']) {
      await at(scene, async (page) => {
        await page.getByTestId('renew-offer').click();
        expect(await asked(page)).toEqual([{ type: 'staff.renew-offer' }]);
      });
    }
    for (const scene of [
      'decided',
      'offer-wrong-code',
      'offer-taken-for-good',
      'offer-success',
      'offer-deferred',
    ])
      await at(scene, async (page) => expect(await page.getByTestId('renew-offer').count()).toBe(0));
  });

  it('asks what is on the phone when the wallet said nothing', async () => {
    for (const [button, received] of [
      ['offer-received', true],
      ['offer-not-received', false],
    ] as const)
      await at('offer-unconfirmed', async (page) => {
        expect(await now(page)).toContain('Issued, not confirmed');
        await page.getByTestId(button).click();
        expect(await asked(page)).toEqual([{ type: 'staff.confirm-offer', received }]);
      });
  });

  it('says Success when the visitor’s screen does', () =>
    at('offer-success', async (page) => {
      expect(await now(page)).toContain('Success');
      expect(await page.getByTestId('tx-code').count()).toBe(0);
    }));
});
