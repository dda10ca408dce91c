import { decodeQr } from '../../e2e/demo/qr.ts';
import { specimen } from '../../e2e/demo/specimens.ts';
import { openBrowser, openWindow } from '../../e2e/kiosk/browser.ts';
import { waitForStep, walkUntil } from '../../e2e/visit/walker.ts';
import { redeemOffer } from '../../e2e/wallet/index.ts';
import { en } from '../../renderer/i18n/en.ts';
import { openDesk } from './desk.ts';
import { descendantsOf, isRenderer, residentMiB } from './processes.ts';
import { progress } from './suite.ts';

export interface WindowVisits {
  /** MiB of the page's process after each visit. */
  samples: Record<string, number>[];
  /** After how many of them the page began anew, and with it everything the page remembers. */
  begunAnew: number;
}

/** Whole visits in one browser's window, as hands make them. */
export async function visitInWindow(count: number): Promise<WindowVisits> {
  const desk = await openDesk({ vision: true });
  const before = new Set(descendantsOf(process.pid).map(({ pid }) => pid));
  const browser = await openBrowser(desk.kiosk.webcamFile);
  try {
    const { simulate } = desk.station.remote;
    const who = specimen();
    const { page } = await openWindow(browser, await desk.kiosk.address('visitor'));
    const samples: Record<string, number>[] = [];
    let begunAnew = 0;
    for (let index = 0; index < count; index += 1) {
      if (index % 4 === 0) progress(`visit ${index} of ${count}, in a window`);
      await waitForStep(page, 'attract');
      const document = await page.evaluate('performance.timeOrigin');
      const goal = await walkUntil({ page, m: en, simulate, specimen: who }, [
        'offer',
        'refused',
        'referred',
      ]);
      if (goal !== 'offer') throw new Error(`the visit ended at ${goal}`);
      const digits = page.locator('.tx-digits');
      await digits.waitFor();
      const txCode = ((await digits.textContent()) ?? '').replace(/\D/g, '');
      await redeemOffer(await decodeQr(await page.screenshot()), { txCode });
      await waitForStep(page, 'success');
      await page.getByRole('button', { name: en.success.finish }).click();
      await waitForStep(page, 'ended');
      await waitForStep(page, 'attract');
      // The host asks for the new page in the moment it shows the first screen; the page may still be at it.
      await page.waitForTimeout(1_000);
      await waitForStep(page, 'attract');
      if ((await page.evaluate('performance.timeOrigin')) !== document) begunAnew += 1;
      const pages = descendantsOf(process.pid).filter((one) => isRenderer(one) && !before.has(one.pid));
      samples.push({ "visitor's page": Math.max(0, ...pages.map(({ pid }) => residentMiB(pid))) });
    }
    return { samples, begunAnew };
  } finally {
    await browser.close();
    await desk.close();
  }
}
