import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../testing/accessibility.ts';
import { chromiumPath, type DeskInBrowser, deskInBrowser } from './testing/browser.ts';
import { staffScenes } from './testing/fixtures.ts';
import type { DeskUnderTest } from './testing/page.tsx';

declare const underTest: DeskUnderTest;

describe.skipIf(!chromiumPath)('the staff window in Chromium', { timeout: 60_000 }, () => {
  let desk: DeskInBrowser;
  beforeAll(async () => {
    desk = await deskInBrowser();
  }, 120_000);
  afterAll(() => desk?.close());

  const withPage = (query: string, use: (page: Page) => Promise<void>) => desk.visit(query, use);
  const asked = (page: Page) => page.evaluate(() => underTest.asked);
  const id = (page: Page, name: string) => page.getByTestId(name);

  it.each(Object.keys(staffScenes))('has no serious fault of accessibility when %s', (scene) =>
    withPage(`staff=${scene}`, async (page) => {
      expect(await seriousFaults(page)).toEqual([]);
      const size = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return [scrollWidth, scrollHeight];
      });
      expect(size).toEqual([1280, 800]);
    }),
  );

  it('starts a visit where staff start them, and nowhere else', async () => {
    await withPage('staff=idle', async (page) => {
      await id(page, 'start-visit').click();
      expect(await asked(page)).toEqual([{ type: 'staff.start-visit' }]);
    });
    await withPage('staff=idle-self-service', async (page) => {
      expect(await id(page, 'start-visit').count()).toBe(0);
    });
    await withPage('staff=out-of-service', async (page) => {
      await id(page, 'start-visit').dispatchEvent('click');
      expect(await asked(page)).toEqual([]);
      expect(await id(page, 'out-of-service').innerText()).toContain('vault/disk-full');
    });
  });

  it('lets staff accept after two times yes and a reason, and tells the host in that order', () =>
    withPage('staff=referred', async (page) => {
      const disabled = (name: string) => id(page, name).getAttribute('aria-disabled');
      expect([await disabled('accept'), await disabled('refuse')]).toEqual(['true', 'true']);
      await id(page, 'genuine-yes').check();
      await id(page, 'same-person-no').check();
      await id(page, 'decision-reason').fill('  seen both at the desk ');
      expect([await disabled('accept'), await disabled('refuse')]).toEqual(['true', null]);
      await id(page, 'same-person-yes').check();
      await id(page, 'decision-reason').fill(' x ');
      expect(await disabled('accept')).toBe('true');
      await id(page, 'accept').dispatchEvent('click');
      expect(await asked(page)).toEqual([]);
      await id(page, 'decision-reason').fill('  seen both at the desk ');
      await id(page, 'accept').click();
      await page.waitForFunction(() => underTest.asked.length === 2);
      expect(await asked(page)).toEqual([
        { type: 'staff.observe', genuine: true, samePerson: true },
        { type: 'staff.decide', outcome: 'accept', reason: 'seen both at the desk' },
      ]);
    }));

  it('does not decide when the host did not take the answers', () =>
    withPage('staff=referred', async (page) => {
      await id(page, 'genuine-no').check();
      await id(page, 'same-person-yes').check();
      await id(page, 'decision-reason').fill('edge of the page is glued');
      await page.evaluate(() => underTest.refuseWith('visit/not-at-this-step'));
      await id(page, 'refuse').click();
      await page.getByRole('alert').filter({ hasText: 'The visit has moved on' }).waitFor();
      expect(await asked(page)).toHaveLength(1);
      await page.evaluate(() => underTest.refuseWith(null));
      await id(page, 'refuse').click();
      await page.waitForFunction(() => underTest.asked.length === 3);
      expect((await asked(page)).slice(1)).toEqual([
        { type: 'staff.observe', genuine: false, samePerson: true },
        { type: 'staff.decide', outcome: 'refuse', reason: 'edge of the page is glued' },
      ]);
    }));

  it('never accepts without a document that was read', () =>
    withPage('staff=referred-without-document', async (page) => {
      await id(page, 'genuine-yes').check();
      await id(page, 'same-person-yes').check();
      await id(page, 'decision-reason').fill('seen both');
      await id(page, 'accept').dispatchEvent('click');
      expect(await asked(page)).toEqual([]);
      await page.getByText('Without a document that was read').waitFor();
    }));

  it('cancels a visit after a question only', () =>
    withPage('staff=reading', async (page) => {
      await id(page, 'cancel-visit').click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Keep the visit' }).click();
      expect(await asked(page)).toEqual([]);
      await id(page, 'cancel-visit').click();
      await id(page, 'confirm-cancel').click();
      await page.waitForFunction(() => underTest.asked.length === 1);
      expect(await asked(page)).toEqual([{ type: 'staff.cancel-visit' }]);
    }));

  it('lists tickets without a name, and opens the one whose button is pressed', async () => {
    await withPage('staff=idle', async (page) => {
      expect(await page.getByRole('heading', { name: 'Tickets' }).count()).toBe(0);
    });
    await withPage('staff=tickets', async (page) => {
      expect(await page.locator('.ticket-list li').count()).toBe(4);
      await page.getByRole('button', { name: 'Show 1 more' }).click();
      expect(await id(page, 'ticket-XA2-97P').innerText()).toContain('A device failed · 20 h ago');
      await id(page, 'open-ticket-9RD-HW4').click();
      await page.waitForFunction(() => underTest.asked.length === 1);
      expect(await asked(page)).toEqual([{ type: 'staff.open-ticket', visit: 'visit-9RD-HW4' }]);
    });
  });

  it('opens no ticket beside a visit, and puts back the one that is open', () =>
    withPage('staff=ticket-opened', async (page) => {
      await id(page, 'open-ticket-9RD-HW4').dispatchEvent('click');
      expect(await asked(page)).toEqual([]);
      await id(page, 'cancel-visit').click();
      await page.getByRole('alertdialog').getByText('Put this ticket back?').waitFor();
      await id(page, 'confirm-cancel').click();
      await page.waitForFunction(() => underTest.asked.length === 1);
      expect(await asked(page)).toEqual([{ type: 'staff.cancel-visit' }]);
    }));

  it('shows the pictures, large when asked, and lets go of them with the visit', () =>
    withPage('staff=referred', async (page) => {
      const urls = await page
        .locator('.pictures img')
        .evaluateAll((all) => all.map((image) => (image as HTMLImageElement).src));
      expect(new Set(urls).size).toBe(3);
      await page.getByRole('button', { name: 'Look at it large: Live photo' }).click();
      expect(await page.getByRole('dialog').getByRole('img').count()).toBe(2);
      await page.keyboard.press('Escape');
      await page.evaluate(() => underTest.show('idle'));
      await page.getByText('No visit is running').waitFor();
      // What was revoked cannot be fetched any more; img-src of the policy allows blobs, so an image tells.
      const loads = await page.evaluate(
        (all) =>
          Promise.all(
            all.map(
              (src) =>
                new Promise((resolve) => {
                  const image = new Image();
                  image.onload = () => resolve('kept');
                  image.onerror = () => resolve('revoked');
                  image.src = src;
                }),
            ),
          ),
        urls,
      );
      expect(loads).toEqual(['revoked', 'revoked', 'revoked']);
      desk.errors.splice(0);
    }));

  it('shows both sides of a card, large beside each other', () =>
    withPage('staff=referred-card', async (page) => {
      await page.locator('.pictures img').nth(3).waitFor();
      await page.getByRole('button', { name: 'Look at it large: Second side' }).click();
      expect(await page.getByRole('dialog').getByRole('img').count()).toBe(2);
    }));

  it('says of every value where it was read and what stands behind it', () =>
    withPage('staff=referred-card', async (page) => {
      const said = async (field: string) => (await id(page, `field-${field}`).innerText()).split('\n');
      expect(await said('birthDate')).toEqual([
        'Date of birth',
        '17 Apr 1988',
        'reader, picture · check digit right',
      ]);
      expect(await said('documentNumber')).toEqual([
        'Number',
        '•••••567',
        'picture',
        'corrected while reading · another source says otherwise',
      ]);
      expect(await said('givenNames')).toContain('picture, barcode · no check digit');
    }));

  it('makes each outcome of a check differ in words, sign and colour', () =>
    withPage('staff=referred', async (page) => {
      const look = (check: string) =>
        id(page, `check-${check}`)
          .locator('.outcome')
          .evaluate((element) => ({
            words: element.textContent,
            colour: getComputedStyle(element).color,
            sign: element.querySelector('svg')?.innerHTML,
          }));
      const looks = [await look('face-match'), await look('details-match'), await look('liveness')];
      expect(looks.map(({ words }) => words)).toEqual(['Passed', 'Failed', 'Not checked']);
      expect(new Set(looks.map(({ colour }) => colour)).size).toBe(3);
      expect(new Set(looks.map(({ sign }) => sign)).size).toBe(3);
      expect(await id(page, 'check-face-match').innerText()).toContain(
        'difference: 0.4127 · may be at most: 0.525',
      );
      await page.getByRole('button', { name: 'Show measurements' }).click();
      expect(await id(page, 'check-face-quality').innerText()).toContain('sharpness: 71');
    }));

  it('shows the code for the wallet while the host gives it', () =>
    withPage('staff=decided', async (page) => {
      expect(await id(page, 'tx-code').innerText()).toBe('493815');
      await page.evaluate(() => underTest.show('referred'));
      await id(page, 'tx-code').waitFor({ state: 'detached' });
    }));

  it('says which lists of states there are, and what it means that there are none', async () => {
    await withPage('staff=idle', async (page) => {
      await page.getByText('Without a list of states a chip’s signature chain is not checked.').waitFor();
      await page.getByText('also trusts the invented state Utopia').waitFor();
    });
    await withPage('staff=trust-lists', async (page) => {
      const lists = await page.locator('.trust-lists li').allInnerTexts();
      expect(lists[0]).toContain('Master list · Germany');
      expect(lists[0]).toContain('512 certificates of 98 states');
      expect(lists[0]).toContain('Signed 11 Nov 2026 · Imported 20 Nov 2026');
      expect(lists[0]).toContain('CN=CSCA Master List Signer');
      expect(lists[0]).toContain('3F2A 91BC 77DE 0012');
      expect(lists[0]).not.toContain('old');
      expect(lists[1]).toContain('1 certificate of 1 state');
      expect(lists[1]).not.toContain('Signed');
      expect(lists[1]).toContain('This list is old');
      expect(await page.getByText('invented state').count()).toBe(0);
      expect(await id(page, 'check-chip-authentication').innerText()).toContain('no longer spoke');
    });
  });

  it('sends a list and the root it is vouched for with, and says why the host does not take it', () =>
    withPage('staff=trust-lists', async (page) => {
      await id(page, 'import-trust').click();
      const file = (name: string, bytes: number[]) => ({
        name,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(bytes),
      });
      await id(page, 'trust-list').setInputFiles(file('states.ml', [48, 1]));
      await id(page, 'confirm-import').dispatchEvent('click');
      expect(await asked(page)).toEqual([]);
      await id(page, 'trust-root').setInputFiles(file('big.cer', Array(20_001).fill(0)));
      await id(page, 'confirm-import').click();
      await id(page, 'trust-refusal').filter({ hasText: 'is no certificate' }).waitFor();
      expect(await asked(page)).toEqual([]);
      await page.evaluate(() => underTest.refuseWith('trust/unknown-root'));
      await id(page, 'trust-root').setInputFiles(file('root.cer', [48, 2]));
      await id(page, 'confirm-import').click();
      await id(page, 'trust-refusal').filter({ hasText: 'does not lead to the root' }).waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await page.evaluate(() => underTest.refuseWith(null));
      await id(page, 'confirm-import').click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const sent = await page.evaluate(() =>
        (underTest.asked as { type: string; list: Uint8Array; root: Uint8Array }[]).map(
          ({ type, list, root }) => [type, [...list], [...root]],
        ),
      );
      expect(sent).toEqual(Array(2).fill(['staff.import-trust', [48, 1], [48, 2]]));
    }));

  it('dismisses one notice of many', () =>
    withPage('staff=many-notices', async (page) => {
      await page.getByRole('button', { name: 'Show 3 more' }).click();
      await id(page, 'dismiss-drivers/restarted').click();
      expect(await asked(page)).toEqual([{ type: 'staff.dismiss-notice', notice: 'drivers/restarted' }]);
    }));

  it.each([
    ['lost', 'The kiosk cannot be reached'],
    ['replaced', 'Another window has taken over'],
    ['refused', 'This window is not connected'],
  ] as const)('covers everything when its link is %s', (state, title) =>
    withPage('staff=referred', async (page) => {
      await page.evaluate((to) => underTest.break(to), state);
      await page.getByRole('heading', { name: title }).waitFor();
      expect(await seriousFaults(page)).toEqual([]);
    }),
  );

  it('breaks no policy and logs no error', () => expect(desk.errors).toEqual([]));
});
