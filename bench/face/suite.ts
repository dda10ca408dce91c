import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { specimenIds } from '../../e2e/demo/specimens.ts';
import { readPairList } from '../../electron/cli/face/pair-list.ts';
import { openEngine, timed } from '../lib/engine.ts';
import { canReadProcesses, descendantsOf, processorSeconds, proportionalMiB } from '../lib/processes.ts';
import { resourcesFolder } from '../lib/station.ts';
import { quantile } from '../lib/stats.ts';
import type { Suite } from '../lib/suite.ts';
import { ms, type Table } from '../lib/table.ts';
import { type Measured, measureVariant, separation, variants } from './accuracy.ts';
import { measureOther } from './others.ts';
import { openBenchPage } from './page-process.ts';
import { specimenPairs } from './pairs.ts';

const LOOP_SECONDS = 10;

/** The camera's frames looked at one after the other, and what that costs the machine. */
async function landmarkLoop(): Promise<Table> {
  const page = await openBenchPage(specimenIds()[0]!);
  try {
    const processes = () =>
      descendantsOf(process.pid).reduce((sum, { pid }) => sum + processorSeconds(pid), 0);
    const before = processes();
    const begun = performance.now();
    const { frames, found, ms: times } = await page.call('landmarkLoop', LOOP_SECONDS);
    const seconds = (performance.now() - begun) / 1000;
    const used = (processes() - before) / seconds;
    return {
      title: `Landmarks of a camera of 640 × 480 at 30 frames a second, ${LOOP_SECONDS} s`,
      columns: ['frames a second', 'found', 'ms p50', 'ms p95', 'processors used'],
      rows: [
        [
          (frames / LOOP_SECONDS).toFixed(1),
          `${Math.round((100 * found) / frames)} %`,
          ms(quantile(times, 0.5)),
          ms(quantile(times, 0.95)),
          canReadProcesses ? `${used.toFixed(2)} of ${availableParallelism()}` : 'not read',
        ],
      ],
      notes: ['Every frame is looked at, on the page’s own thread; all of Chromium’s processes are counted.'],
      failures: found === frames ? [] : [`no face was found in ${frames - found} of ${frames} frames`],
    };
  } finally {
    await page.close();
  }
}

/** The vision process: its start, a decision's work from the last frame on, and its memory. */
async function visionProcess(): Promise<Table> {
  const opened = await timed(openEngine);
  const { vision, pid, close } = opened.value;
  try {
    const person = join(resourcesFolder(), 'specimens', specimenIds()[0]!);
    const picture = (name: string) => new Uint8Array(readFileSync(join(person, name)));
    const portrait = picture('portrait.jpg');
    const frames = [0, 3, 6].map((k) => picture(`webcam-0${k}.jpg`));
    const memory = () =>
      [pid()!, ...descendantsOf(pid()!).map((one) => one.pid)].reduce(
        (sum, one) => sum + proportionalMiB(one),
        0,
      );
    const decide = async () => {
      for (const frame of frames) await vision.analyse(frame);
      await vision.compare(portrait, frames);
      await vision.analyse(portrait);
    };
    await decide();
    const atFirst = memory();
    const took: number[] = [];
    for (let round = 0; round < 15; round += 1) took.push((await timed(decide)).took);
    return {
      title: 'The vision process',
      columns: ['figure', 'value'],
      rows: [
        ['start of Chromium until models are loaded and verified', `${ms(opened.took)} ms`],
        ['decision from the last frame, three frames: p50', `${ms(quantile(took, 0.5))} ms`],
        ['decision from the last frame, three frames: p95', `${ms(quantile(took, 0.95))} ms`],
        ['memory after the first decision', canReadProcesses ? `${atFirst.toFixed(0)} MiB` : 'not read'],
        ['memory after sixteen', canReadProcesses ? `${memory().toFixed(0)} MiB` : 'not read'],
      ],
      notes: [
        'Without liveness, whose frames are measured while they are taken. Memory: proportional, all processes.',
      ],
    };
  } finally {
    await close();
  }
}

const percent = (share: number | null | undefined) =>
  share === null || share === undefined ? '–' : `${(100 * share).toFixed(2)} %`;

function accuracyTable(which: 'clean' | 'degraded', all: readonly Measured[], data: string): Table {
  const rates = (measured: Measured) => measured[which].report;
  return {
    title:
      which === 'clean'
        ? `Accuracy, ${data}`
        : `Accuracy, first picture a document’s portrait of 150 pixels, ${data}`,
    columns: ['', 'accuracy', 'EER', 'FNMR at 1e-2', '1e-3', '1e-4', 'separation', 'no face', 'ms a picture'],
    rows: all.map((measured) => {
      const { accuracy, equalErrorRate, falseNonMatch, pairs } = rates(measured);
      return [
        measured.name,
        percent(accuracy?.mean),
        percent(equalErrorRate?.rate),
        ...falseNonMatch.map(({ rate }) => percent(rate)),
        separation(measured[which]).toFixed(2),
        String(pairs.notCompared),
        ms(measured.ms),
      ];
    }),
  };
}

/** The face engine: how fast, how large, how accurate, beside other packages on the same pairs. */
export const run: Suite = async ({ pairs }) => {
  const list = pairs === undefined ? await specimenPairs() : await readPairList(pairs);
  const tables = [await landmarkLoop(), await visionProcess()];
  const all: Measured[] = [];
  for (const name of Object.keys(variants)) all.push(await measureVariant(name, list));
  const page = await openBenchPage(specimenIds()[0]!);
  try {
    for (const engine of ['human', 'face-api'] as const) all.push(await measureOther(page, engine, list));
  } finally {
    await page.close();
  }
  const data = `${list.pairs.length} pairs ${pairs === undefined ? 'of four rendered people' : 'of the list'}`;
  const clean = accuracyTable('clean', all, data);
  const degraded = accuracyTable('degraded', all, data);
  degraded.notes = [
    'A pair that could not be compared counts as no match, and is counted under “no face”. –: too few comparisons of',
    'different people. Separation: difference of the means by the deviation; larger is better. The other packages compute in',
    'plain JavaScript: the WebAssembly they can use is not in them.',
    ...(pairs === undefined
      ? ['Rendered faces say little of accuracy on people: pass --pairs with a list of LFW’s for that.']
      : []),
  ];
  const wrong = all[0]!.clean.report.accuracy?.mean;
  if (pairs === undefined && wrong !== 1) clean.failures = ['specimens are not told apart any more'];
  return [...tables, clean, degraded];
};
