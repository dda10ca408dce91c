import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../../testing/accessibility.ts';
import { chromiumPath, type DeskInBrowser, deskInBrowser } from '../testing/browser.ts';
import type { DeskUnderTest } from '../testing/page.tsx';

declare const underTest: DeskUnderTest;

describe.skipIf(!chromiumPath)('account recovery in Chromium', { timeout: 60_000 }, () => {
  let desk: DeskInBrowser;
  let page: Page;
  beforeAll(async () => {
    desk = await deskInBrowser();
    page = await desk.open('staff=idle');
  }, 120_000);
  afterAll(() => desk?.close());

  const id = (name: string) => page.getByTestId(name);
  const asked = () => page.evaluate(() => underTest.asked);
  const show = (scene: string) => page.evaluate((name) => underTest.show(name), scene);

  it('is there only where the station is set up for it, and leads from the account to the pass', async () => {
    expect(await id('help-desk').count()).toBe(0);
    await show('help-desk');
    await id('help-desk').click();
    expect(await id('verify-account').getAttribute('aria-disabled')).toBe('true');
    await id('help-desk-account').fill(' erika@desk.example ');
    expect(await seriousFaults(page)).toEqual([]);
    await id('help-desk-account').press('Enter');
    expect(await asked()).toEqual([{ type: 'staff.verify-account', account: 'erika@desk.example' }]);
    await show('help-desk-waiting');
    await page.getByLabel('Code to scan with Microsoft Authenticator').waitFor();
    expect(await id('create-pass').count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    await show('help-desk-failed');
    expect(await id('help-desk-failed').innerText()).toContain('No pass was made');
    await show('help-desk-verified');
    await id('create-pass').click();
    await show('help-desk-done');
    expect(await id('access-pass').innerText()).toBe('+drkzqAD');
    expect(await seriousFaults(page)).toEqual([]);
    await id('help-desk-close').click();
    expect(await id('access-pass').count()).toBe(0);
    expect((await asked()).slice(1)).toEqual([
      { type: 'staff.create-pass' },
      { type: 'staff.end-verification' },
    ]);
  });
});
