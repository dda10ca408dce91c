import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openBrowser, sizes } from '../e2e/kiosk/browser.ts';
import { startKiosk } from '../e2e/kiosk/process.ts';
import { notePaintingFromStart, now, pageTimes, takePainted } from './lib/paint.ts';
import { createBenchStation } from './lib/station.ts';
import { median, quantile } from './lib/stats.ts';
import { progress, type Suite } from './lib/suite.ts';
import { ms } from './lib/table.ts';

/** Milliseconds from the start of the first process. */
interface Start {
  served: number;
  opened: number;
  loaded: number;
  painted: number;
  vision?: number;
}

const withoutEngine = '--no-vision';

/** Opens the address in a browser that was not running and tells when the first screen was drawn. */
async function openFirstScreen(address: string, begun: number): Promise<Start> {
  const served = now() - begun;
  const browser = await openBrowser(null);
  try {
    const page = await (await browser.newContext({ viewport: sizes.kiosk })).newPage();
    await notePaintingFromStart(page);
    await page.goto(address);
    await page.locator('[data-step="attract"]').waitFor();
    await page.waitForFunction('window.benchPainted.length > 0');
    const { begunAt, loadedAt } = await pageTimes(page);
    const first = (await takePainted(page)).find(({ step }) => step === 'attract');
    if (!first) throw new Error('the first screen was not the attract screen');
    return { served, opened: begunAt - begun, loaded: loadedAt - begun, painted: first.paintedAt - begun };
  } finally {
    await browser.close();
  }
}

async function startProofdesk(flags: string[] = []): Promise<Start> {
  const bench = createBenchStation();
  const begun = now();
  const kiosk = await startKiosk({ flags, env: { PROOFDESK_RESOURCES: bench.resources } });
  try {
    const ready = kiosk.vision.then(() => now() - begun);
    ready.catch(() => {});
    const start = await openFirstScreen(await kiosk.address('visitor'), begun);
    return flags.includes(withoutEngine) ? start : { ...start, vision: await ready };
  } finally {
    await kiosk.stop();
    bench.remove();
  }
}

async function startEmptyPage(): Promise<Start> {
  const begun = now();
  const server = spawn(process.execPath, [join(import.meta.dirname, 'lib/empty-page.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(server, 'exit');
  try {
    const [address] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    return await openFirstScreen(address, begun);
  } finally {
    server.kill();
    await exit;
  }
}

/** Process start to the attract screen drawn, beside the least that any kiosk in a browser costs on this machine. */
export const run: Suite = async ({ starts }) => {
  const kiosk: Start[] = [];
  const alone: Start[] = [];
  const empty: Start[] = [];
  for (let index = 0; index < starts; index += 1) {
    progress(`start ${index + 1} of ${starts}`);
    kiosk.push(await startProofdesk());
    alone.push(await startProofdesk([withoutEngine]));
    empty.push(await startEmptyPage());
  }
  const cells = (times: (number | undefined)[]) => {
    const known = times.filter((time) => time !== undefined);
    return known.length > 0 ? [ms(median(known)), ms(quantile(known, 0.95))] : ['–', '–'];
  };
  const row = (name: string, pick: (start: Start) => number | undefined) => [
    name,
    ...cells(kiosk.map(pick)),
    ...cells(alone.map(pick)),
    ...cells(empty.map(pick)),
  ];
  return [
    {
      title: `Cold start of the second shell (${starts} starts, in turns)`,
      columns: [
        'ms from process start until',
        'kiosk p50',
        'p95',
        'without face engine p50',
        'p95',
        'empty page p50',
        'p95',
      ],
      rows: [
        row('host serves (first address)', ({ served }) => served),
        row('browser is up, page is asked for', ({ opened }) => opened),
        row('page is loaded', ({ loaded }) => loaded),
        row('attract screen is drawn', ({ painted }) => painted),
        row('face engine is ready', ({ vision }) => vision),
      ],
      notes: [
        'Processes, data folder and browser profile are new each time; the files are in the page cache. The kiosk starts',
        'a second browser for its face engine, which wants the same cores; its screens need it only at the selfie. The',
        'empty page comes from a Node process with the same static server. The browsers are headless, started by Playwright.',
      ],
    },
  ];
};
