import { specimen } from '../demo/specimens.ts';
import { type Browser, openBrowser, openWindow, type Page, sizes } from '../kiosk/browser.ts';
import { connect, type WindowClient } from '../kiosk/client.ts';
import { type KioskProcess, type KioskSettings, startKiosk } from '../kiosk/process.ts';
import { messagesOf } from './messages.ts';
import type { Visiting } from './walker.ts';
import { waitForStep } from './walker.ts';

/** A kiosk with all its windows, as a test wants it. */
export interface Scene {
  kiosk: KioskProcess;
  station: WindowClient<'station'>;
  staff: WindowClient<'staff'>;
  browser: Browser;
  page: Page;
  visiting: Visiting;
  close(): Promise<void>;
}

/**
 * Starts a kiosk and opens its windows.
 * @param settings.camera false: the visitor's browser has no camera
 * @param settings.vision false: does not wait for the face engine, which may be broken on purpose
 */
export async function openScene(
  settings: KioskSettings & { camera?: boolean; vision?: boolean } = {},
): Promise<Scene> {
  const { camera = true, vision = true, ...rest } = settings;
  const kiosk = await startKiosk(rest);
  const [station, staff] = await Promise.all([
    kiosk.address('station').then((address) => connect('station', address)),
    kiosk.address('staff').then((address) => connect('staff', address)),
  ]);
  await station.until((now) => now.devices.some((one) => one.kind === 'mrz-reader' && one.state === 'ready'));
  // Before the browser opens: a camera that is already running goes on with the film it began.
  await station.remote.simulate({ type: 'stand', person: specimen().id });
  if (vision) await kiosk.vision;
  const browser = await openBrowser(camera ? kiosk.webcamFile : null);
  const { page } = await openWindow(browser, await kiosk.address('visitor'), sizes.small);
  await page.locator('[data-step], [data-overlay], main').first().waitFor();
  const m = await messagesOf('en');
  const visiting: Visiting = {
    page,
    m,
    simulate: (action) => station.remote.simulate(action),
    specimen: specimen(),
  };
  return {
    kiosk,
    station,
    staff,
    browser,
    page,
    visiting,
    async close() {
      await browser.close();
      await kiosk.stop();
    },
  };
}

export { waitForStep };
