import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { specimen } from '../e2e/demo/specimens.ts';
import { openBrowser, openWindow } from '../e2e/kiosk/browser.ts';
import { stepOf, waitForStep, walkUntil } from '../e2e/visit/walker.ts';
import type { VisionLink } from '../electron/host/vision/vision-link.ts';
import { en } from '../renderer/i18n/en.ts';
import { type Desk, openDesk } from './lib/desk.ts';
import { openEngine, timed } from './lib/engine.ts';
import { notePainting, now, takePainted } from './lib/paint.ts';
import { resourcesFolder } from './lib/station.ts';
import { quantile } from './lib/stats.ts';
import { progress, type Suite } from './lib/suite.ts';
import { ms, type Table } from './lib/table.ts';

/** Unix milliseconds at which each stage of one reading was reached. */
interface Reading {
  presented: number;
  seen: number;
  lines: number;
  page: number;
  review: number;
  shown: number;
}

async function readOnce(
  { station, staff }: Desk,
  page: Page,
  person: string,
  document: string,
): Promise<Reading> {
  await takePainted(page);
  const at = (fits: (visit: NonNullable<ReturnType<typeof staff.latest>['visit']>) => boolean) =>
    staff.until(({ visit }) => visit !== null && fits(visit)).then(now);
  const lines = at(({ summary }) => summary !== null);
  const scanned = at(({ pageRefs }) => pageRefs.length > 0);
  const review = at(({ step }) => step === 'document-review');
  const { ok, error } = await station.remote.simulate({ type: 'present', person, document });
  if (!ok) throw new Error(`the document could not be presented: ${error?.code}`);
  const presented = now();
  await waitForStep(page, 'document-review');
  const [linesAt, pageAt, reviewAt] = await Promise.all([lines, scanned, review]);
  if (!staff.latest().visit?.portraitRef) throw new Error('no portrait was found on the page');
  // The frame is noted once it is out, which may be after the element could be found.
  await page.waitForFunction(`window.benchPainted.some(({ step }) => step === 'document-review')`);
  const painted = await takePainted(page);
  const seen = painted.find(({ title }) => title === en.reading.reading || title === en.reading.scanning);
  const shown = painted.find(({ step }) => step === 'document-review');
  if (!seen || !shown) throw new Error('the screen did not show that the document was being read');
  return {
    presented,
    seen: seen.paintedAt,
    lines: linesAt,
    page: pageAt,
    review: reviewAt,
    shown: shown.paintedAt,
  };
}

async function readAgain({ station, staff }: Desk, page: Page) {
  await page.getByRole('button', { name: en.review.wrong }).click();
  await page.getByRole('button', { name: en.review.readAgain }).click();
  await waitForStep(page, 'document-reading');
  await station.remote.simulate({ type: 'remove' });
  await staff.until(({ visit }) => visit?.summary === null);
}

async function readInWindow(
  vision: VisionLink,
  count: number,
): Promise<{ readings: (Reading & { crop: number })[]; failures: string[] }> {
  const desk = await openDesk({ vision: true });
  const browser = await openBrowser(desk.kiosk.webcamFile);
  try {
    const who = specimen();
    const { page, strayed, errors } = await openWindow(browser, await desk.kiosk.address('visitor'));
    await waitForStep(page, 'attract');
    const { simulate } = desk.station.remote;
    await walkUntil({ page, m: en, simulate, specimen: who }, ['document-reading']);
    await notePainting(page);
    const pageImage = new Uint8Array(readFileSync(join(resourcesFolder(), 'specimens', who.id, 'page.jpg')));
    const readings: (Reading & { crop: number })[] = [];
    // The first is not counted: it is the one the engine and the page were not warm for.
    for (let index = 0; index <= count; index += 1) {
      if (index % 8 === 0) progress(`reading ${index} of ${count}`);
      const reading = await readOnce(desk, page, who.id, who.document);
      const crop = await timed(() => vision.cropPortrait(pageImage));
      if (crop.value.outcome !== 'found') throw new Error(`no portrait: ${crop.value.reason}`);
      if (index > 0) readings.push({ ...reading, crop: crop.took });
      if (index < count) await readAgain(desk, page);
    }
    const failures = [
      ...strayed.map((url) => `a request left the kiosk: ${new URL(url).host}`),
      ...errors.map((error) => `the window reported an error: ${error}`),
    ];
    if ((await stepOf(page)) !== 'document-review')
      failures.push('the last reading did not stay on the screen');
    return { readings, failures };
  } finally {
    await browser.close();
    await desk.close();
  }
}

/** From a document laid on the reader to the screen that shows what was read. */
export const run: Suite = async ({ readings: count }): Promise<Table[]> => {
  const engine = await openEngine();
  const { readings, failures } = await readInWindow(engine.vision, count).finally(engine.close);
  const row = (name: string, values: number[]) => [
    name,
    ms(quantile(values, 0.5)),
    ms(quantile(values, 0.95)),
  ];
  const between = (name: string, from: keyof Reading, to: keyof Reading) =>
    row(
      name,
      readings.map((one) => one[to] - one[from]),
    );
  return [
    {
      title: `Reading a document (${readings.length} readings, one window of 1080 × 1920)`,
      columns: ['ms', 'p50', 'p95'],
      rows: [
        between('first report shown → document shown', 'seen', 'shown'),
        between('document presented → first report shown', 'presented', 'seen'),
        between('first report shown → lines judged and kept', 'seen', 'lines'),
        between('lines kept → page scanned and kept', 'lines', 'page'),
        between('page kept → portrait cropped and kept', 'page', 'review'),
        row(
          '   of which the face engine',
          readings.map(({ crop }) => crop),
        ),
        between('host at the review → review drawn', 'review', 'shown'),
        between('document presented → document shown', 'presented', 'shown'),
      ],
      notes: [
        'The simulated reader takes 200 to 400 ms before its first report and 8 to 20 ms per report; the simulated',
        'scanner takes 300 ms and is asked again by eSCL: both are the devices’ share, not the kiosk’s.',
        'The face engine’s part is a second engine’s, for the same page, right after each reading.',
      ],
      failures,
    },
  ];
};
