import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { WindowRole } from '../../contract/windows.ts';

const titles: Record<WindowRole, string> = {
  visitor: 'Proofdesk',
  staff: 'Proofdesk – staff',
  station: 'Proofdesk – simulated devices',
  vision: 'Proofdesk – vision',
};

export interface WindowSettings {
  preloadFile: string;
  production: boolean;
  windowed: boolean;
}

/** Electron's defaults are most of this list; it is written out so that a change of a default cannot undo it. */
export function webPreferences(
  role: WindowRole,
  partition: string,
  settings: WindowSettings,
): WebPreferences {
  return {
    preload: settings.preloadFile,
    partition,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: !settings.production,
    // The vision page is never shown and has to work all the same.
    backgroundThrottling: role !== 'vision',
  };
}

/** A window that is not shown yet; its place and its kiosk mode are given when it is. */
export function windowOptions(
  role: WindowRole,
  partition: string,
  settings: WindowSettings,
): BrowserWindowConstructorOptions {
  const kiosk = role === 'visitor' && !settings.windowed;
  return {
    title: titles[role],
    show: false,
    frame: !kiosk,
    // Kiosk windows are closed by their keeper alone; ordinary ones come back, or end a development run.
    closable: !kiosk,
    minimizable: !kiosk,
    autoHideMenuBar: true,
    backgroundColor: '#ffffff',
    skipTaskbar: role === 'vision',
    webPreferences: webPreferences(role, partition, settings),
  };
}
