import type { Page } from 'playwright-core';
import type { Visiting } from './walker.ts';

/**
 * `itself`: a reader takes the document as it is laid down. `touch`: the visitor says of each side that it lies there.
 * `barcode`: the symbol is held before a barcode reader first.
 */
export type ReadingBy = 'itself' | 'touch' | 'barcode';

type Side = 'front' | 'back';

/** The button that begins a scan, on the screens where it is offered. */
export function scanButton({ page, m }: Visiting) {
  return page.getByRole('button', { name: m.reading.scanNow, exact: true });
}

/** The side that the screen asks for, null while it asks for none; waits until the station has made up its mind. */
export async function sideAskedFor({ page, m }: Visiting, timeout = 30_000): Promise<Side | null> {
  const heading = (text: string) => page.getByRole('heading', { name: text, exact: true });
  const front = heading(m.reading.turnPhoto);
  const back = heading(m.reading.turnLines).or(heading(m.reading.turnBarcode));
  await leftReading(page).or(front).or(back).or(problemShown(page)).first().waitFor({ timeout });
  if (await front.isVisible()) return 'front';
  if (await back.isVisible()) return 'back';
  return null;
}

const leftReading = (page: Page) => page.locator('[data-step]:not([data-step="document-reading"])');
export const problemShown = (page: Page) => page.locator('[data-step="document-reading"] .reading-alert');

/**
 * What a visitor's hands do with a document until it is read: lay it down with its front, hold its barcode before the
 * reader, touch the button, turn it over when the screen says so.
 * @throws Error naming the problem the screen tells of
 */
export async function layDown(visiting: Visiting): Promise<void> {
  const { page, simulate, specimen } = visiting;
  const { by = specimen.documentType === 'driving-licence' ? 'touch' : 'itself' } = visiting;
  await simulate({ type: 'present', person: specimen.id, document: specimen.document });
  if (by === 'barcode') await simulate({ type: 'scan-barcode' });
  if (by === 'touch') await touchScan(visiting);
  let lies: Side = 'front';
  for (;;) {
    const wanted = await sideAskedFor(visiting);
    if (wanted === null) break;
    await visiting.onTurnOver?.();
    if (wanted !== lies) await simulate({ type: 'turn' });
    lies = wanted;
    await touchScan(visiting);
  }
  if (await problemShown(page).isVisible()) {
    const title = await page.locator('main h1, main h2').first().innerText();
    throw new Error(`the document was not read: ${title}`);
  }
}

/** Touches the button and waits until the station is at work. */
export async function touchScan(visiting: Visiting): Promise<void> {
  const button = scanButton(visiting);
  await button.click();
  await button.waitFor({ state: 'hidden' });
}
