import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, openBrowser, openWindow, type Page, sizes } from './kiosk/browser.ts';
import { freshData, type KioskProcess, startKiosk } from './kiosk/process.ts';

let kiosk: KioskProcess;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  const data = freshData();
  const file = join(data, 'station.json');
  writeFileSync(file, JSON.stringify({ name: 'Desk 3', organisation: 'City Hall', profile: 'attended' }));
  kiosk = await startKiosk({ data, flags: ['--station', file] });
  browser = await openBrowser(kiosk.webcamFile);
  ({ page, errors } = await openWindow(browser, await kiosk.address('staff'), sizes.small));
  await openWindow(browser, await kiosk.address('visitor'));
  await page.getByTestId('view-station').click();
});
afterAll(async () => {
  await browser?.close();
  await kiosk?.stop();
});

const card = (name: string) => page.locator('.device-card', { hasText: name });
const test = (name: string) => page.getByRole('button', { name: `Test the ${name}` }).click();
const says = (name: string, text: string) =>
  card(name).filter({ hasText: text }).waitFor({ timeout: 15_000 });
const reader = 'Simulated passport reader';

it('tests the devices of a simulated station, and tells how one that is pulled out is cured', async () => {
  for (const name of [reader, 'Simulated page scanner', 'Simulated chip reader']) await says(name, 'Ready');

  await test(reader);
  await says(reader, 'Swipe a document through the reader');
  await page.getByTestId('lay-down').click();
  await says(reader, 'Read 2 lines of 44 characters. All check digits are right.');

  await test('Simulated page scanner');
  await says('Simulated page scanner', 'A picture of');

  await test('Simulated chip reader');
  await says('Simulated chip reader', 'Lay a document with a chip on the reader');
  await page.getByTestId('lay-chip').click();
  await says('Simulated chip reader', 'The chip answered');
  await page.getByTestId('remove').click();

  await page.getByRole('button', { name: `Unplug the ${reader}` }).click();
  await says(reader, 'Unplugged');
  expect(await card(reader).getByTestId('device-now').innerText()).toMatch(/Plug|cable/);
  await page.getByRole('button', { name: `Plug in the ${reader}` }).click();
  await says(reader, 'Last error');
  await says(reader, 'Ready');
});

it('tests the camera through the visitor’s window', async () => {
  await says('webcam.mjpeg', 'Ready');
  await test('webcam.mjpeg');
  await says('webcam.mjpeg', 'pictures a second');
});

it('ends a test when a visit starts, and begins none beside it', async () => {
  await test(reader);
  await says(reader, 'Swipe a document through the reader');
  await page.getByTestId('view-desk').click();
  await page.getByTestId('start-visit').click();
  await page.getByTestId('cancel-visit').waitFor();
  await page.getByTestId('view-station').click();
  await says(reader, 'Not tested');
  await page.getByTestId('no-tests').waitFor();
  const button = page.getByRole('button', { name: `Test the ${reader}` });
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  expect(errors).toEqual([]);
});
