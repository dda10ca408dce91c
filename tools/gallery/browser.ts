import { type Browser, chromium, type Page, type ViewportSize } from 'playwright-core';
import { chromiumPath, quietFlags } from '../../renderer/testing/chromium.ts';
import { galleryNow } from './page/cases.ts';

export { chromiumPath };

/** Opens it without a window and without anything that calls out. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--headless=new', ...quietFlags],
  });
}

/**
 * One case at rest, in a context of its own: a context replays to every page what its clock has gone through, so that
 * the hundredth page of one would take minutes.
 */
export async function openCase(
  browser: Browser,
  address: string,
  viewport: ViewportSize,
  failed: (message: string) => void = (message) => console.error('page error', message),
): Promise<Page> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => failed(message));
  await page.clock.install({ time: galleryNow });
  await page.goto(address);
  await page.evaluate('document.fonts.ready.then(() => null)');
  // The clock stands still, so what the page waits for comes only as it is moved.
  do await page.clock.runFor(300);
  while ((await page.locator('h1, h2').count()) === 0);
  await page.clock.runFor(1_200);
  return page;
}
