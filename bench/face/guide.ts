import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standing } from '../../renderer/camera/testing/person.ts';
import { encoded, moved } from '../../renderer/camera/testing/pictures.ts';
import { openPage } from '../../renderer/vision/testing/browser.ts';
import { quantile } from '../lib/stats.ts';
import type { Suite } from '../lib/suite.ts';
import { ms, type Table } from '../lib/table.ts';
import type { GuideBench, GuideRun } from './page/guide/guide-bench.ts';

declare const guideBench: GuideBench;

const SECONDS = 10;
const runs = [
  ['camera alone', 'nothing'],
  ["guide on the page's thread", 'page'],
  ['guide as it is: a thread of its own', 'thread'],
] as const;

/** What the visitor's window feels of the guide: somebody stands too far from the camera, so that no picture ends it. */
export const guide: Suite = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-bench-guide-'));
  const film = join(folder, 'camera.mjpeg');
  writeFileSync(film, encoded(moved(standing(), 0, 0, 0.5)));
  const browser = await openPage(join(import.meta.dirname, 'page/guide'), [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  try {
    const cdp = await browser.page.context().newCDPSession(browser.page);
    await cdp.send('Performance.enable');
    /** Seconds the page's own thread has worked. */
    const worked = async () => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
    };
    const rows: string[][] = [];
    const samples: Record<string, number>[] = [];
    for (const [name, where] of runs) {
      const before = await worked();
      const began = performance.now();
      const run = await browser.page.evaluate(([place, seconds]) => guideBench.run(place, seconds), [
        where,
        SECONDS,
      ] as const);
      const share = (1000 * ((await worked()) - before)) / (performance.now() - began);
      rows.push([name, ...cellsOf(run), `${(100 * share).toFixed(0)} %`]);
      samples.push({ looks: run.looks, elapsed: run.elapsed, long: run.long.length, share });
    }
    const table: Table = {
      title: 'The photo’s guide, and the window beside it',
      columns: [
        'where the model runs',
        'looks a second',
        'gap between drawn frames, median',
        'p99',
        'longest',
        'tasks over 50 ms',
        'longest task',
        "page's thread busy",
      ],
      rows,
      notes: [
        `Milliseconds; ${SECONDS} s each, 640 × 480 at 30 frames a second, at most 15 of them looked at. The last column holds the start of the model too.`,
      ],
      samples,
    };
    return [table];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

function cellsOf({ looks, elapsed, gaps, long }: GuideRun): string[] {
  return [
    ((1000 * looks) / elapsed).toFixed(1),
    ms(quantile(gaps, 0.5)),
    ms(quantile(gaps, 0.99)),
    ms(Math.max(...gaps)),
    String(long.length),
    long.length ? ms(Math.max(...long)) : '–',
  ];
}
