import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, type DeskInBrowser, deskInBrowser } from '../staff/testing/browser.ts';
import type { DeskUnderTest } from '../staff/testing/page.tsx';
import { seriousFaults } from '../testing/accessibility.ts';
import { stationScenes } from './testing/fixtures.ts';

declare const underTest: DeskUnderTest;

describe.skipIf(!chromiumPath)('the station panel in Chromium', { timeout: 60_000 }, () => {
  let desk: DeskInBrowser;
  beforeAll(async () => {
    desk = await deskInBrowser();
  }, 120_000);
  afterAll(() => desk?.close());

  const withPage = (query: string, use: (page: Page) => Promise<void>) => desk.visit(query, use);
  const asked = (page: Page) => page.evaluate(() => underTest.asked);

  it.each(Object.keys(stationScenes))('has no serious fault of accessibility when %s', (scene) =>
    withPage(`station=${scene}`, async (page) => {
      expect(await seriousFaults(page)).toEqual([]);
    }),
  );

  it('lays documents, takes them away, and lets people stand before the camera', () =>
    withPage('station=fresh', async (page) => {
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      await press("Lay Maja's passport on the reader");
      await page.getByTestId('choose-kofi').click();
      await page.getByTestId('document-passport-altered-line').click();
      await press("Lay Kofi's passport, altered line on the reader");
      await press('To the camera: let Aylin stand before it');
      await page.getByTestId('remove').click();
      await page.getByTestId('stand-nobody').click();
      expect(await asked(page)).toEqual([
        { type: 'present', person: 'maja', document: 'passport' },
        { type: 'present', person: 'kofi', document: 'passport-altered-line' },
        { type: 'stand', person: 'aylin' },
        { type: 'remove' },
        { type: 'stand', person: null },
      ]);
      await page.evaluate(() => underTest.show('busy'));
      await page.getByTestId('presented').filter({ hasText: "Maja Lindqvist's passport" }).waitFor();
      await page.getByTestId('standing').filter({ hasText: 'Maja Lindqvist' }).waitFor();
    }));

  it('turns a card over and holds its barcode under the reader, and offers neither for a booklet', async () => {
    await withPage('station=card', async (page) => {
      expect(await page.getByTestId('side').innerText()).toBe('Its back lies on the glass');
      await page.getByTestId('turn').click();
      await page.getByTestId('scan-barcode').click();
      expect(await asked(page)).toEqual([{ type: 'turn' }, { type: 'scan-barcode' }]);
    });
    await withPage('station=busy', async (page) => {
      for (const name of ['side', 'turn', 'scan-barcode'])
        expect(await page.getByTestId(name).count()).toBe(0);
    });
  });

  it('lays a chip down, lifts it off and chooses what is wrong with it, where the document has one', async () => {
    await withPage('station=busy', async (page) => {
      await page.getByTestId('chip-defect').selectOption({ label: 'Torn off' });
      await page.getByTestId('lay-chip').click();
      expect(await asked(page)).toEqual([{ type: 'chip-defect', defect: 'torn-off' }, { type: 'lay-chip' }]);
    });
    await withPage('station=chip-laid', async (page) => {
      expect(await page.getByTestId('chip-defect').inputValue()).toBe('cloned-chip');
      await page.getByTestId('lift-chip').click();
      expect(await asked(page)).toEqual([{ type: 'lift-chip' }]);
    });
    await withPage('station=card', async (page) => {
      for (const name of ['lay-chip', 'lift-chip', 'chip-defect'])
        expect(await page.getByTestId(name).count()).toBe(0);
    });
  });

  it('pulls plugs and breaks devices', () =>
    withPage('station=busy', async (page) => {
      await page.getByTestId('plug-hid:reader').click();
      await page.getByTestId('unplug-escl:scanner').click();
      const breaking = page.getByLabel('Next reading of the Simulated page scanner');
      expect(await breaking.inputValue()).toBe('cover-open');
      await breaking.selectOption({ label: 'Page is jammed' });
      await page.getByTestId('break-hid:reader').selectOption('crash');
      expect(await asked(page)).toEqual([
        { type: 'plug', device: 'hid:reader' },
        { type: 'unplug', device: 'escl:scanner' },
        { type: 'break', device: 'escl:scanner', fault: 'jam' },
        { type: 'break', device: 'hid:reader', fault: 'crash' },
      ]);
    }));

  it('says what the simulator refuses', () =>
    withPage('station=fresh', async (page) => {
      await page.evaluate(() => underTest.refuseWith('simulator/no-camera'));
      await page.getByTestId('stand-omar').click();
      await page.getByRole('alert').filter({ hasText: 'has no camera' }).waitFor();
    }));

  it('offers nothing to simulate at a real station', () =>
    withPage('station=real', async (page) => {
      await page.getByRole('heading', { name: 'This station is real' }).waitFor();
      expect(await page.getByRole('button').count()).toBe(0);
      expect(await page.getByText('Page scanner', { exact: true }).count()).toBe(1);
    }));

  it('breaks no policy and logs no error', () => expect(desk.errors).toEqual([]));
});
