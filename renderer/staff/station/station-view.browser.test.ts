import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../../testing/accessibility.ts';
import { chromiumPath, type DeskInBrowser, deskInBrowser } from '../testing/browser.ts';
import type { DeskUnderTest } from '../testing/page.tsx';

declare const underTest: DeskUnderTest;

describe.skipIf(!chromiumPath)(
  'the station’s view of the staff window in Chromium',
  { timeout: 60_000 },
  () => {
    let desk: DeskInBrowser;
    beforeAll(async () => {
      desk = await deskInBrowser();
    }, 120_000);
    afterAll(() => desk?.close());

    const withStation = (
      scene: string,
      use: (page: Page) => Promise<void>,
      size?: { width: number; height: number },
    ) => {
      const open = async (page: Page) => {
        await page.getByTestId('view-station').click();
        await use(page);
      };
      return desk.visit(`staff=${scene}`, open, size);
    };
    const asked = (page: Page) => page.evaluate(() => underTest.asked);
    const show = (page: Page, scene: string) => page.evaluate((name) => underTest.show(name), scene);
    const id = (page: Page, name: string) => page.getByTestId(name);
    const now = (page: Page, device: string) =>
      id(page, `device-${device}`).getByTestId('device-now').innerText();
    const disabled = (page: Page, name: string) => id(page, name).getAttribute('aria-disabled');

    it.each([
      'tests',
      'tests-troubled',
      'tests-beside-a-visit',
      'no-devices',
      'no-drivers',
      'out-of-service',
    ])('has no serious fault of accessibility and fits when %s', (scene) =>
      withStation(scene, async (page) => {
        expect(await seriousFaults(page)).toEqual([]);
        const wide = await page
          .locator('.station-view')
          .evaluate((view) => view.scrollWidth - view.clientWidth);
        expect(wide).toBe(0);
      }),
    );

    it('is reached from the desk, leads back to it, and each says when it is wanted', () =>
      withStation('tests-troubled', async (page) => {
        expect(await id(page, 'view-station').getAttribute('aria-current')).toBe('page');
        expect(await id(page, 'devices-summary').innerText()).toBe('2 of 4 devices need attention.');
        await show(page, 'referred');
        await page.getByRole('button', { name: 'Desk: a visitor waits for you' }).waitFor();
        await show(page, 'tests-troubled');
        await id(page, 'view-desk').click();
        await page.getByText('No visit is running').waitFor();
        await page.getByRole('button', { name: 'Station: 2 of 4 devices need attention.' }).click();
        await page.getByRole('heading', { name: 'Devices', exact: true }).waitFor();
      }));

    it('shows of every device how it is, what cures it and what went wrong last', () =>
      withStation('tests-troubled', async (page) => {
        const lost = await id(page, 'device-hid:reader').innerText();
        expect(lost).toContain('Unplugged');
        expect(lost).toContain('Plug the reader in again');
        expect(lost).toContain('device/disconnected-while-sending');
        expect(lost).toContain('This began 1 min ago.');
        const honeywell = await id(page, 'device-usb:0c2e:0b61').innerText();
        expect(honeywell).toContain('Last error, 2 h ago: Garbled data. Read again.');
        expect(honeywell).toContain('It reads, with a doubt');
        await show(page, 'tests');
        await page.getByText('Firmware 2.4.1').waitFor();
        expect(await id(page, 'device-escl:scanner').innerText()).toContain('Simulated');
      }));

    it('starts a test, says what to do and what was found, and stops one that runs', () =>
      withStation('tests', async (page) => {
        expect(await now(page, 'hid:reader')).toContain('Swipe a document through the reader');
        expect(await now(page, 'pcsc:reader')).toContain('Asking the chip');
        expect(await now(page, 'escl:scanner')).toContain('1,240 × 1,754 pixels at 150 dpi');
        expect(await now(page, 'hid:barcodes')).toContain('Test failed: no document');
        expect(await disabled(page, 'test-hid:reader')).toBe('true');
        expect(await id(page, 'end-test-escl:scanner').count()).toBe(0);
        await id(page, 'test-hid:reader').dispatchEvent('click');
        await page.getByRole('button', { name: 'Test the Simulated page scanner' }).click();
        await page.getByRole('button', { name: 'Stop the test of the Simulated chip reader' }).click();
        await page.waitForFunction(() => underTest.asked.length === 2);
        expect(await asked(page)).toEqual([
          { type: 'staff.test-device', device: 'escl:scanner' },
          { type: 'staff.end-test', device: 'pcsc:reader' },
        ]);
      }));

    it('is used with the keyboard alone, and the button keeps the focus while its test runs', () =>
      withStation('idle', async (page) => {
        await id(page, 'test-hid:reader').focus();
        await page.keyboard.press('Enter');
        await page.waitForFunction(() => underTest.asked.length === 1);
        await show(page, 'tests');
        await id(page, 'end-test-hid:reader').waitFor();
        const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.testid);
        expect(await focused()).toBe('test-hid:reader');
        await page.keyboard.press('Tab');
        expect(await focused()).toBe('end-test-hid:reader');
      }));

    it('tells the newest test to who does not see it', () =>
      withStation('idle', async (page) => {
        expect(await id(page, 'test-status').innerText()).toBe('');
        await show(page, 'tests');
        const status = page
          .getByRole('status')
          .filter({ hasText: 'Simulated chip reader: Asking the chip.' });
        await status.waitFor();
        expect(await status.count()).toBe(1);
      }));

    it('says why nothing is tested beside a visit, at every button', () =>
      withStation('tests-beside-a-visit', async (page) => {
        const why = id(page, 'no-tests');
        const buttons = await page.getByRole('button', { name: /^Test the/ }).all();
        expect(buttons).toHaveLength(5);
        for (const button of buttons) {
          expect(await button.getAttribute('aria-disabled')).toBe('true');
          expect(await button.getAttribute('aria-describedby')).toBe(await why.getAttribute('id'));
        }
        await why.getByRole('button', { name: 'Go to the desk' }).click();
        await page.locator('.pictures img').first().waitFor();
      }));

    it('says what the host refuses', () =>
      withStation('idle', async (page) => {
        await page.evaluate(() => underTest.refuseWith('device/visit-running'));
        await id(page, 'test-hid:reader').click();
        await page.getByRole('alert').filter({ hasText: 'A visit is running' }).waitFor();
      }));

    it('keeps its cards where they are when a device goes, and when a test begins', () =>
      withStation('idle', async (page) => {
        const places = () =>
          page.locator('.device-card').evaluateAll((cards) =>
            cards.map((card) => {
              const { x, y, width, height } = card.getBoundingClientRect();
              return [x, y, width, height].map(Math.round);
            }),
          );
        const before = await places();
        await show(page, 'out-of-service');
        await page.getByText('Close the cover of the scanner.').first().waitFor();
        const [[, y] = []] = await places();
        // The banner of the outage stands above them.
        const moved = (y ?? 0) - (before[0]?.[1] ?? 0);
        expect(await places()).toEqual(before.map(([x, top = 0, ...size]) => [x, top + moved, ...size]));
      }));

    it('lays documents down, pulls plugs and breaks devices of a simulated station', () =>
      withStation('tests', async (page) => {
        await id(page, 'lay-down-choice').selectOption('kofi/passport-altered-line');
        await id(page, 'lay-down').click();
        await id(page, 'lay-chip').click();
        await id(page, 'unplug-hid:barcodes').click();
        expect(await id(page, 'break-escl:scanner').inputValue()).toBe('jam');
        await id(page, 'break-escl:scanner').selectOption('cover-open');
        await id(page, 'remove').click();
        await page.waitForFunction(() => underTest.asked.length === 5);
        expect(await asked(page)).toEqual(
          [
            { type: 'present', person: 'kofi', document: 'passport-altered-line' },
            { type: 'lay-chip' },
            { type: 'unplug', device: 'hid:barcodes' },
            { type: 'break', device: 'escl:scanner', fault: 'cover-open' },
            { type: 'remove' },
          ].map((action) => ({ type: 'staff.simulate', action })),
        );
        await show(page, 'tests-troubled');
        await page.getByRole('heading', { name: 'Simulated devices' }).waitFor({ state: 'detached' });
      }));

    it('says what to check where no device is, and that the drivers are not up where they are not', async () => {
      await withStation('no-devices', async (page) => {
        await page.getByRole('heading', { name: 'No device was found' }).waitFor();
        expect(await page.getByText('proofdesk device udev').count()).toBe(1);
      });
      await withStation('no-drivers', async (page) => {
        await page.getByText('The driver process is not up').waitFor();
      });
    });

    it.each([
      [1920, 1080],
      [1080, 1920],
    ])('stands within its columns at %i by %i', (width, height) =>
      withStation(
        'tests-troubled',
        async (page) => {
          const wide = await page
            .locator('.station-view')
            .evaluate((view) => view.scrollWidth - view.clientWidth);
          expect(wide).toBe(0);
        },
        { width, height },
      ),
    );

    it('breaks no policy and logs no error', () => expect(desk.errors).toEqual([]));
  },
);
