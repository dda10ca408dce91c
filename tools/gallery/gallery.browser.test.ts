import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchChromium, openCase } from './browser.ts';
import { cases } from './page/cases.ts';
import { type Gallery, serveGallery } from './serve.ts';

const sizes = [
  { width: 1080, height: 1920 },
  { width: 1280, height: 800 },
];
if (!chromiumPath) console.warn('no Chromium: the gallery is not looked at (set PROOFDESK_CHROMIUM)');

describe.skipIf(!chromiumPath)('every screen of the visitor’s window', () => {
  let gallery: Gallery;
  let browser: Browser;
  let page: Page;
  let size = { width: 1080, height: 1920 };
  const broken: string[] = [];

  beforeAll(async () => {
    gallery = await serveGallery();
    browser = await launchChromium(chromiumPath!);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await gallery?.close();
  });
  afterEach(async () => {
    await page?.context().close();
    size = { width: 1080, height: 1920 };
  });

  const show = async (id: string, language: string) => {
    await page?.context().close();
    broken.length = 0;
    page = await openCase(browser, gallery.address(id, language), size, (message) => broken.push(message));
  };

  test.each(cases.map(({ id }) => id))('%s: nothing serious for axe, nothing cut', async (id) => {
    await show(id, 'en');
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.map(
        ({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
      ),
    ).toEqual([]);
    expect(await page.evaluate('galleryCut()')).toEqual([]);
    expect(broken).toEqual([]);
  });

  test.each(['de', 'ar'])(
    '%s: nothing is cut at any size',
    async (language) => {
      const cut: string[] = [];
      for (size of sizes) {
        for (const id of [
          'attract',
          'introduction',
          'details',
          'consent',
          'document-choice-type',
          'document-guidance-scanner-driving-licence',
          'document-reading-device',
          'document-reading-turn-barcode',
          'document-chip-reading',
          'document-chip-wrong-key-can',
          'document-chip-can',
          'document-review-card',
          'document-review-licence',
          'offer-waiting',
        ]) {
          await show(id, language);
          for (const what of (await page.evaluate('galleryCut()')) as string[]) cut.push(`${id}: ${what}`);
        }
      }
      expect(cut).toEqual([]);
    },
    120_000,
  );

  test('the form is filled by touch alone and sent as it was written', async () => {
    await show('details', 'en');
    const touch = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
    for (const key of ['A', 'n', 'a', 'Delete', 'n', 'a', 'Next field']) await touch(key);
    for (const key of ['L', 'e', 'e', 'Next field']) await touch(key);
    for (const key of ['a', '@', 'b', '.com', 'Done']) await touch(key);
    await page.waitForFunction('galleryAsked.length > 0');
    expect(await page.evaluate('galleryAsked')).toEqual([
      { type: 'details.submit', givenNames: 'Anna', familyName: 'Lee', email: 'a@b.com' },
    ]);
  });

  test('a country is found by its code and the choice is sent as the zone has it', async () => {
    await show('document-choice', 'en');
    await page.getByRole('searchbox').fill('deu');
    await page.getByRole('button', { name: /Germany/ }).click();
    await page.getByRole('button', { name: /Passport/ }).click();
    await page.waitForFunction('galleryAsked.length > 0');
    expect(await page.evaluate('galleryAsked')).toEqual([
      { type: 'document.choose', country: 'D', documentType: 'passport' },
    ]);
  });

  test('no consent is given beforehand, and “no” to biometrics goes on', async () => {
    await show('consent', 'en');
    const on = page.getByRole('button', { name: 'Please answer both to go on.' });
    expect(await on.getAttribute('aria-disabled')).toBe('true');
    await page.getByText('I agree to the terms of use').click();
    await page.getByText('No, without face comparison').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForFunction('galleryAsked.length > 0');
    expect(await page.evaluate('galleryAsked')).toMatchObject([
      { type: 'consent.give', terms: true, biometric: false },
    ]);
  });

  const asked = async () => {
    await page.waitForFunction('galleryAsked.length > 0');
    return page.evaluate('galleryAsked');
  };

  test('what is to be compared is confirmed with one answer, and exactly that is sent', async () => {
    await show('document-review', 'en');
    const settled = page.locator('.review-settled dt');
    expect(await settled.allInnerTexts()).toEqual(['Date of birth', 'Document number', 'Valid until']);
    await page.getByRole('button', { name: 'Compare 5 values first' }).click();
    expect(await page.evaluate('galleryAsked')).toEqual([]);
    const answer = page.getByRole('checkbox', { name: 'Yes, these are right' });
    expect(await answer.evaluate((element) => element.matches(':focus'))).toBe(true);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Yes, continue' }).click();
    expect(await asked()).toEqual([
      {
        type: 'document.submit',
        confirmed: ['familyName', 'givenNames', 'sex', 'nationality', 'issuer'],
      },
    ]);
  });

  test('an answer can be taken back by touch', async () => {
    await show('document-review', 'en');
    const answer = page.getByText('Yes, these are right');
    await answer.click();
    await answer.click();
    await page.getByRole('button', { name: 'Compare 5 values first' }).waitFor();
  });

  test('where nothing is to be confirmed, nothing is', async () => {
    await show('document-review-chip', 'en');
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await page.getByRole('button', { name: 'Yes, continue' }).click();
    expect(await asked()).toEqual([{ type: 'document.submit', confirmed: [] }]);
  });

  test('what is wrong is read again, not typed over', async () => {
    await show('document-review-wrong', 'en');
    expect(await page.getByRole('textbox').count()).toBe(0);
    await page.getByRole('button', { name: /Scan the document again/ }).click();
    expect(await asked()).toEqual([{ type: 'document.read-again' }]);
  });

  test.each([
    ['document-reading-scanner', 'Scan now', 'document.scan'],
    ['document-reading-waiting', 'Scan now', 'document.scan'],
    ['document-reading-turn-lines', 'Scan now', 'document.scan'],
    ['document-reading-turn-lines', 'There is no other side', 'document.skip-side'],
    ['document-reading-turn-portrait', 'Go on without this side', 'document.skip-side'],
    ['document-reading-problem-scanner', 'Try again', 'document.scan'],
    ['document-reading-glare', 'Try again', 'document.scan'],
    ['document-reading-check-digits', 'Try again', 'document.read-again'],
    ['document-chip-lay-on', 'Go on without the chip', 'document.skip-chip'],
    ['document-chip-reading', 'Go on without the chip', 'document.skip-chip'],
    ['document-chip-can', 'Go on without the chip', 'document.skip-chip'],
  ])('%s: “%s” asks for %s', async (id, name, type) => {
    await show(id, 'en');
    await page.getByRole('button', { name, exact: true }).click();
    expect(await asked()).toEqual([{ type }]);
  });

  test('how much of the chip is read is told when it is asked for, and not at every step', async () => {
    await show('document-chip-reading', 'en');
    const bar = page.getByRole('progressbar', { name: 'Read so far' });
    expect(await bar.getAttribute('aria-valuenow')).toBe('42');
    expect(
      await page.locator('[role=status] [role=progressbar], [aria-live] [role=progressbar]').count(),
    ).toBe(0);
    expect(await page.getByRole('status').innerText()).toBe('Please do not move it.');
  });

  test('a chip that did not open is read again with the same key, or with six digits and no fewer', async () => {
    await show('document-chip-wrong-key-can', 'en');
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await asked()).toEqual([{ type: 'document.read-chip', can: null }]);
    await show('document-chip-can', 'en');
    const touch = (name: string) => page.getByRole('button', { name, exact: true }).click();
    for (const key of ['5', '0', '0', '4', '5', 'Open the chip']) await touch(key);
    await page.getByText('These are not six digits yet.').waitFor();
    expect(await page.evaluate('galleryAsked')).toEqual([]);
    for (const key of ['Delete', '4', '0', '9', 'Done']) await touch(key);
    expect(await asked()).toEqual([{ type: 'document.read-chip', can: '500440' }]);
  });

  test('a scanner that is not ready is not asked', async () => {
    await show('document-reading-scanner-not-yet', 'en');
    const button = page.getByRole('button', { name: 'The scanner is not ready yet' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await button.dispatchEvent('click');
    expect(await page.evaluate('galleryAsked')).toEqual([]);
  });

  test('every kind of document can be chosen', async () => {
    for (const [name, documentType] of [
      ['Passport', 'passport'],
      ['Identity card', 'identity-card'],
      ['Residence permit', 'residence-permit'],
      ['Driving licence', 'driving-licence'],
    ] as const) {
      await show('document-choice-type', 'en');
      await page.getByRole('button', { name: new RegExp(name) }).click();
      expect(await asked()).toMatchObject([{ type: 'document.choose', documentType }]);
    }
  });

  test('at twice the size of text nothing of a document’s screens lies over another or beside the glass', async () => {
    const found: string[] = [];
    for (size of sizes) {
      for (const language of ['de', 'ar'])
        for (const id of [
          'document-choice-type',
          'document-guidance-scanner-driving-licence',
          'document-reading-turn-barcode',
          'document-review-card',
        ]) {
          await show(id, language);
          await page.evaluate('galleryEnlarge(2)');
          for (const what of (await page.evaluate('galleryCut()')) as string[])
            if (/overlap|wider/.test(what)) found.push(`${size.width} ${language} ${id}: ${what}`);
        }
    }
    expect(found).toEqual([]);
  }, 120_000);
});
