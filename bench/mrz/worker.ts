import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSlope, growthOf } from '../lib/growth.ts';
import { quantile } from '../lib/stats.ts';
import { progress, type Suite } from '../lib/suite.ts';
import { ms, type Table } from '../lib/table.ts';
import { CONDITIONS, drawPage } from '../pages/conditions.ts';

const readings = 200;
const warmUp = 10;
const root = join(import.meta.dirname, '../..');

export interface WorkerFigures {
  /** MiB of the process before the thread was started. */
  before: number;
  /** MiB and milliseconds after each page. */
  samples: { resident: number; ms: number }[];
}

/** Memory of a process whose page thread reads one page after another, and how large the model is. */
export const run: Suite = async ({ seed }) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-worker-'));
  try {
    progress('drawing ten pages');
    const names = [
      '300 dpi scan',
      '300 dpi, quarter turns',
      'heavy security print',
      'infrared',
      'camera, leaning 15°',
    ];
    for (let page = 0; page < 10; page += 1) {
      const condition = CONDITIONS.find(({ name }) => name === names[page % names.length])!;
      writeFileSync(join(folder, `${page}.jpg`), drawPage(condition, page, seed).shot.file);
    }
    progress(`${readings} pages in a process of its own`);
    const out = execFileSync(
      process.execPath,
      [join(import.meta.dirname, 'worker-process.ts'), folder, String(readings)],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    return [memoryTable(JSON.parse(out) as WorkerFigures), modelTable()];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

function memoryTable({ before, samples }: WorkerFigures): Table {
  const resident = samples.map((one) => one.resident);
  const growth = growthOf(resident.slice(warmUp));
  const times = samples.slice(warmUp).map((one) => one.ms);
  return {
    title: `The page thread over ${samples.length} pages at 160 to 300 dpi`,
    columns: [
      'MiB before',
      'after 1',
      `after ${samples.length}`,
      'largest',
      'KiB per page',
      'verdict',
      'ms a page',
      'nine in ten',
    ],
    rows: [
      [
        before.toFixed(0),
        resident[0]!.toFixed(0),
        resident.at(-1)!.toFixed(0),
        Math.max(...resident).toFixed(0),
        describeSlope(growth.whole),
        growth.verdict,
        ms(quantile(times, 0.5)),
        ms(quantile(times, 0.9)),
      ],
    ],
    notes: [
      'The whole process with its thread, resident. ms on the clock, everything included: decoding, zone, bar codes, the page cut out and written as JPEG.',
      `Slope over the pages after the first ${warmUp}.`,
    ],
    samples: samples.map((one) => ({ ...one })),
  };
}

function modelTable(): Table {
  const folder = join(root, 'resources/mrz-net');
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    file: string;
    sha256: string;
  };
  const { size } = statSync(join(folder, manifest.file));
  return {
    title: 'The glyph net',
    columns: ['file', 'bytes', 'weights', 'SHA-256'],
    rows: [[manifest.file, String(size), String(size / 2), manifest.sha256.slice(0, 16)]],
  };
}
