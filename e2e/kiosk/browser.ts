import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../electron/browser/chromium.ts';

export const sizes = {
  kiosk: { width: 1080, height: 1920 },
  wide: { width: 1920, height: 1080 },
  small: { width: 1280, height: 800 },
} as const;

/** A browser whose camera plays the simulated station's film; without a film it has no camera at all. */
export async function openBrowser(webcamFile: string | null): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: [
      '--no-first-run',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-gpu',
      '--enable-unsafe-swiftshader',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(webcamFile
        ? [
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            `--use-file-for-fake-video-capture=${webcamFile}`,
          ]
        : []),
    ],
  });
}

/** Opens a window of the kiosk and fails the test on any request that leaves the kiosk, and on any error in the page. */
export async function openWindow(
  browser: Browser,
  address: string,
  size: { width: number; height: number } = sizes.kiosk,
) {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const strayed: string[] = [];
  const errors: string[] = [];
  const origin = new URL(address).host;
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.host !== origin && url.protocol !== 'blob:' && url.protocol !== 'data:') strayed.push(url.href);
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text()))
      errors.push(message.text());
  });
  await page.goto(address);
  return { page, context, strayed, errors };
}

export type { Browser, Page };
