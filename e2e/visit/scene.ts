import type { Device } from '../../electron/contract/index.ts';
import { specimen } from '../demo/specimens.ts';
import { type Browser, openBrowser, openWindow, type Page, sizes } from '../kiosk/browser.ts';
import { connect, type WindowClient } from '../kiosk/client.ts';
import { type KioskProcess, type KioskSettings, startKiosk } from '../kiosk/process.ts';
import { messagesOf } from './messages.ts';
import type { Specimen, Visiting } from './walker.ts';
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

type Kind = Device['kind'];
const everyDevice: readonly Kind[] = ['mrz-reader', 'page-scanner', 'barcode-reader', 'chip-reader'];

/** Waits until the station's devices can be used. */
export function readersReady(station: WindowClient<'station'>, kinds: readonly Kind[] = everyDevice) {
  return station.until(({ devices }) =>
    kinds.every((kind) => devices.some((one) => one.kind === kind && one.state === 'ready')),
  );
}

export interface SceneSettings extends KioskSettings {
  camera?: boolean;
  vision?: boolean;
  specimen?: Specimen;
  devices?: readonly Kind[];
}

/**
 * Starts a kiosk and opens its windows.
 * @param settings.camera false: the visitor's browser has no camera
 * @param settings.devices what the station has; all that can be simulated when not given
 * @param settings.specimen who comes with what; the usual visitor when not given
 * @param settings.vision false: does not wait for the face engine, which may be broken on purpose
 */
export async function openScene(settings: SceneSettings = {}): Promise<Scene> {
  const {
    camera = true,
    vision = true,
    specimen: who = specimen(),
    devices = everyDevice,
    env,
    ...rest
  } = settings;
  const kiosk = await startKiosk({ ...rest, env: { ...env, PROOFDESK_SIMULATED_DEVICES: devices.join() } });
  const [station, staff] = await Promise.all([
    kiosk.address('station').then((address) => connect('station', address)),
    kiosk.address('staff').then((address) => connect('staff', address)),
  ]);
  await readersReady(station, devices);
  // Before the browser opens: a camera that is already running goes on with the film it began.
  await station.remote.simulate({ type: 'stand', person: who.id });
  if (vision) await kiosk.vision;
  const browser = await openBrowser(camera ? kiosk.webcamFile : null);
  const { page } = await openWindow(browser, await kiosk.address('visitor'), sizes.small);
  await page.locator('[data-step], [data-overlay], main').first().waitFor();
  const m = await messagesOf('en');
  const visiting: Visiting = {
    page,
    m,
    simulate: (action) => station.remote.simulate(action),
    specimen: who,
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
