import { findChromium } from '../../electron/browser/chromium.ts';

/** The system's Chromium; undefined where there is none, and what needs one is left out. */
export const chromiumPath: string | undefined = (() => {
  try {
    return findChromium();
  } catch {
    return undefined;
  }
})();

/** Nothing calls out, and nothing needs a graphics card. WebGL by software stays on: the face engine takes pictures in through it. */
export const quietFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
