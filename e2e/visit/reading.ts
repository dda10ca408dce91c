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

/** What the screen asks for next, null for nothing more; waits until the station has made up its mind. */
export async function askedFor({ page, m }: Visiting, timeout = 30_000): Promise<Side | 'chip' | null> {
  const heading = (text: string) => page.getByRole('heading', { name: text, exact: true });
  const asks = {
    front: heading(m.reading.turnPhoto),
    back: heading(m.reading.turnLines).or(heading(m.reading.turnBarcode)),
    chip: heading(m.chip.layOn),
  };
  const any = leftReading(page).or(problemShown(page)).or(asks.front).or(asks.back).or(asks.chip);
  await any.first().waitFor({ timeout });
  for (const [what, shown] of Object.entries(asks))
    if (await shown.isVisible()) return what as keyof typeof asks;
  return null;
}

const leftReading = (page: Page) => page.locator('[data-step]:not([data-step="document-reading"])');
export const problemShown = (page: Page) => page.locator('[data-step="document-reading"] .reading-alert');

/**
 * What a visitor's hands do with a document until it is read: lay it down with its front, hold its barcode before the
 * reader, touch the button, turn it over and lay it on the chip reader when the screen says so.
 * @throws Error naming the problem the screen tells of
 */
export async function layDown(visiting: Visiting): Promise<void> {
  const { page, simulate, specimen } = visiting;
  const { by = specimen.documentType === 'driving-licence' ? 'touch' : 'itself' } = visiting;
  const failedBefore = await problemShown(page).isVisible();
  await simulate({ type: 'present', person: specimen.id, document: specimen.document });
  // What is told of an earlier try stays until the next one begins.
  if (failedBefore && by === 'itself') await problemShown(page).waitFor({ state: 'hidden' });
  if (by === 'barcode') await simulate({ type: 'scan-barcode' });
  if (by === 'touch') await touchScan(visiting);
  let lies: Side = 'front';
  for (;;) {
    const wanted = await askedFor(visiting);
    if (wanted === null) break;
    if (wanted === 'chip') {
      await simulate({ type: 'lay-chip' });
      await page
        .getByRole('heading', { name: visiting.m.chip.layOn, exact: true })
        .waitFor({ state: 'hidden' });
      continue;
    }
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
