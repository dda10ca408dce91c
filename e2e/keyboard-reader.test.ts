import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyStroke } from '../electron/contract/index.ts';
import { strokesOf } from '../native-drivers/peers/keyboard.ts';
import { pressed, send } from '../renderer/wedge/testing/keys.ts';
import { specimen } from './demo/specimens.ts';
import { type Browser, openBrowser, openWindow, type Page } from './kiosk/browser.ts';
import { connect, type WindowClient } from './kiosk/client.ts';
import { freshData, type KioskProcess, root, startKiosk } from './kiosk/process.ts';
import { messagesOf } from './visit/messages.ts';
import { stepOf, waitForStep, walkUntil } from './visit/walker.ts';

const m = await messagesOf('en');
const who = specimen();
const person = JSON.parse(readFileSync(join(root, 'resources/specimens', who.id, 'person.json'), 'utf8')) as {
  documents: { id: string; mrz: string[] }[];
};
const lines = person.documents.find(({ id }) => id === who.document)!.mrz;

describe('a reader that is a keyboard, at a whole kiosk', () => {
  let kiosk: KioskProcess;
  let browser: Browser;
  let page: Page;
  let station: WindowClient<'station'>;

  beforeAll(async () => {
    const data = freshData();
    const file = join(data, 'station.json');
    writeFileSync(file, JSON.stringify({ devices: { keyboardReader: { layout: 'de' } } }));
    // Nothing else reads a zone, so that what is read was typed.
    const env = { PROOFDESK_SIMULATED_DEVICES: 'barcode-reader' };
    kiosk = await startKiosk({ data, flags: ['--station', file], env });
    station = await connect('station', await kiosk.address('station'));
    await kiosk.vision;
    browser = await openBrowser(kiosk.webcamFile);
    ({ page } = await openWindow(browser, await kiosk.address('visitor')));
    await waitForStep(page, 'attract');
  });
  afterAll(async () => {
    await browser?.close();
    await kiosk?.stop();
  });

  const strokes = (text: string): KeyStroke[] => strokesOf(text, 'de');
  const visiting = () => ({
    page,
    m,
    simulate: (action: Parameters<typeof station.remote.simulate>[0]) => station.remote.simulate(action),
    specimen: who,
  });

  it('is in the list of devices, and ready', async () => {
    const { devices } = await station.until((now) =>
      now.devices.some(({ transport }) => transport === 'wedge'),
    );
    expect(devices.find(({ id }) => id === 'wedge:keyboard')).toMatchObject({
      kind: 'mrz-reader',
      state: 'ready',
      fault: null,
    });
  });

  it('leaves nothing in the details, submits nothing, and is no reading there', async () => {
    await walkUntil(visiting(), ['details']);
    const given = page.getByLabel(m.details.givenNames);
    await given.fill('Anna');
    await given.press('End');
    await send(page, pressed(strokes(`${lines.join('')}\r`)));
    await page.waitForTimeout(700);
    expect(await stepOf(page)).toBe('details');
    expect(await given.inputValue()).toBe('Anna');
    for (const label of [m.details.familyName, m.details.email]) {
      expect(await page.getByLabel(label).inputValue()).toBe('');
    }
    await given.pressSequentially(' Lena', { delay: 90 });
    expect(await given.inputValue()).toBe('Anna Lena');
  });

  it('reads the document where it is asked for, wherever the focus is', async () => {
    await walkUntil(visiting(), ['document-reading']);
    await send(page, pressed(strokes(`${lines.join('\r')}\r`)));
    await waitForStep(page, 'document-review');
  });

  it('reads in the window of staff as well, and the check says how', async () => {
    await page.getByRole('button', { name: m.review.wrong }).click();
    await page.getByRole('button', { name: m.review.readAgain }).click();
    await waitForStep(page, 'document-reading');
    const { page: staffPage } = await openWindow(browser, await kiosk.address('staff'));
    await staffPage.locator('.desk').waitFor();
    await send(staffPage, pressed(strokes(`${lines.join('')}\r`), 20));
    await waitForStep(page, 'document-review');
    await staffPage.context().close();
    await walkUntil(visiting(), ['face-guidance']);
    const staff = await connect('staff', await kiosk.address('staff'));
    const { visit } = await staff.until(
      (now) =>
        now.visit?.checks.some((one) => one.check === 'mrz-reading' && one.outcome === 'passed') ?? false,
    );
    expect(visit?.checks.find(({ check }) => check === 'mrz-reading')?.facts).toEqual({
      source: 'reader',
      through: 'keyboard',
    });
  });
});
