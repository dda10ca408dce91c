import type { Page } from 'playwright-core';

/** One change of the screen. Times are Unix milliseconds with fractions. */
export interface Painted {
  step: string | null;
  title: string;
  /** When the document had changed, and when the frame with the change had been drawn. */
  changedAt: number;
  paintedAt: number;
}

/** Runs in the page: notes every change of step and heading, and when the frame after it was out. */
const observer = `(() => {
  const now = () => performance.timeOrigin + performance.now();
  const painted = (window.benchPainted = []);
  let last = '';
  const look = () => {
    const shell = document.querySelector('[data-step]');
    if (!shell) return;
    const step = shell.getAttribute('data-step');
    const title = document.querySelector('h1')?.textContent ?? '';
    if (last === step + '/' + title) return;
    last = step + '/' + title;
    const changedAt = now();
    requestAnimationFrame(() => setTimeout(() => painted.push({ step, title, changedAt, paintedAt: now() })));
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  look();
})()`;

/** Notes changes from the page's first moment on; call before the page is opened. */
export const notePaintingFromStart = (page: Page) => page.addInitScript(observer);

/** Notes changes from now on. */
export const notePainting = (page: Page) => page.evaluate(observer);

/** What was noted since the last call. */
export async function takePainted(page: Page): Promise<Painted[]> {
  return (await page.evaluate('window.benchPainted.splice(0)')) as Painted[];
}

/** When the navigation began and the page was loaded, Unix milliseconds. */
export async function pageTimes(page: Page): Promise<{ begunAt: number; loadedAt: number }> {
  const script = `(() => {
    const { loadEventEnd } = performance.getEntriesByType('navigation')[0];
    return { begunAt: performance.timeOrigin, loadedAt: performance.timeOrigin + loadEventEnd };
  })()`;
  return (await page.evaluate(script)) as { begunAt: number; loadedAt: number };
}

/** The same clock as the page's. */
export const now = () => performance.timeOrigin + performance.now();
