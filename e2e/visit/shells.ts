import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import type { SimulatorAction } from '../../electron/contract/index.ts';
import { electronBinary } from '../../scripts/lib.mjs';
import { openBrowser, openWindow, sizes } from '../kiosk/browser.ts';
import { connect, type WindowClient } from '../kiosk/client.ts';
import { root, startKiosk } from '../kiosk/process.ts';
import { readersReady } from './scene.ts';

/** A running kiosk with a visitor's window, whichever shell carries it. */
export interface OpenKiosk {
  /** The page before the visitor now; Electron gives every visit another one. */
  visitor(): Promise<Page>;
  simulate(action: SimulatorAction): Promise<unknown>;
  /** A window for staff, where this shell hands out an address for one. */
  staff?(): Promise<WindowClient<'staff'>>;
  close(): Promise<void>;
}

export interface ShellUnderTest {
  name: string;
  open(): Promise<OpenKiosk>;
}

const secondShell: ShellUnderTest = {
  name: 'the second shell',
  async open() {
    const kiosk = await startKiosk();
    const station = await connect('station', await kiosk.address('station'));
    await readersReady(station);
    await kiosk.vision;
    const browser = await openBrowser(kiosk.webcamFile);
    const { page } = await openWindow(browser, await kiosk.address('visitor'));
    return {
      visitor: async () => page,
      simulate: (action) => station.remote.simulate(action),
      staff: async () => connect('staff', await kiosk.address('staff')),
      async close() {
        await browser.close();
        await kiosk.stop();
      },
    };
  },
};

const electronShell: ShellUnderTest = {
  name: 'Electron',
  async open() {
    const data = mkdtempSync(join(tmpdir(), 'proofdesk-electron-'));
    const app = await _electron.launch({
      executablePath: electronBinary()!,
      args: [
        root,
        '--simulate',
        '--windowed',
        '--data',
        data,
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
    const windowOf = async (role: string) => {
      for (;;) {
        const page = app.windows().find((one) => one.url().includes(`/${role}/`));
        if (page) return page;
        await app.waitForEvent('window');
      }
    };
    /** A second visitor's window waits hidden; the one before the visitor is the visible one. */
    const visitor = async () => {
      for (;;) {
        for (const one of app.windows().filter((page) => page.url().includes('/visitor/'))) {
          const shown = await one.evaluate('document.visibilityState').catch(() => 'gone');
          if (shown !== 'visible') continue;
          await one.setViewportSize(sizes.kiosk);
          return one;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await windowOf('visitor');
    const station = await windowOf('station');
    return {
      visitor,
      simulate: (action) => press(station, action),
      async close() {
        await app.close();
        rmSync(data, { recursive: true, force: true });
      },
    };
  },
};

/** Electron's station panel has no other door than its buttons. */
async function press(station: Page, action: SimulatorAction): Promise<void> {
  switch (action.type) {
    case 'present':
      await station.getByTestId(`choose-${action.person}`).click();
      await station.getByTestId(`document-${action.document}`).click();
      await station.getByTestId('present').click();
      return;
    case 'stand':
      await station.getByTestId(`stand-${action.person ?? 'nobody'}`).click();
      return;
    case 'remove':
    case 'turn':
    case 'scan-barcode':
    case 'lay-chip':
    case 'lift-chip':
      await station.getByTestId(action.type).click();
      return;
    case 'plug':
    case 'unplug':
      await station.getByTestId(`${action.type}-${action.device}`).click();
      return;
    case 'break':
      await station.getByTestId(`break-${action.device}`).selectOption(action.fault);
      return;
  }
}

/** Every shell this machine can run: the second one always, Electron when its binary is here. */
export const shells: ShellUnderTest[] = [secondShell, ...(electronBinary() ? [electronShell] : [])];
