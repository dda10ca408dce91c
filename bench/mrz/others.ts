import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { createWorker, OEM, PSM } from 'tesseract.js';
import {
  decodeImageFile,
  type GreyImage,
  loadGlyphNet,
  type MrzImageReading,
  readMrzImage,
} from '../../electron/host/documents/image/index.ts';
import { parseMrz } from '../../electron/host/documents/mrz/index.ts';
import { quantile } from '../lib/stats.ts';
import { progress, type Suite } from '../lib/suite.ts';
import { ms } from '../lib/table.ts';
import { CONDITIONS, drawPage } from '../pages/conditions.ts';
import { isPrinted, type PublicImage, publicImages } from './images.ts';

const root = join(import.meta.dirname, '../..');
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';

/** Drawn pages that the others are asked to read as well. */
const SHOWN = [
  '300 dpi scan',
  '150 dpi',
  '300 dpi, quarter turns',
  'heavy security print',
  'stamps over the zone',
  'camera, leaning 15°',
  'uneven light',
  'JPEG 40',
];

interface Reader {
  readonly name: string;
  /** The text in a picture file; of the zone alone where the reader is given no more than that. */
  read(file: Uint8Array, zone: Uint8Array | undefined): Promise<string>;
  close(): Promise<void>;
}

interface Tally {
  read: number;
  exact: number;
  validButWrong: number;
  readonly times: number[];
}

/** Our reader beside Tesseract, both on whole pages and on the zone that ours has cut out for it. */
export const run: Suite = async ({ pages, seed, images, net: directory }) => {
  const net = loadGlyphNet(directory ?? join(root, 'resources/mrz-net'));
  const folder = mkdtempSync(join(tmpdir(), 'bench-mrz-'));
  const readers = [await tesseractJs(false), await tesseractJs(true), ...installedTesseract(folder)];
  const rows: string[][] = [];
  const race = async (name: string, set: readonly PublicImage[]) => {
    if (set.length === 0) return;
    progress(`${name}: ${set.length} images`);
    const tallies = [
      { name: 'Proofdesk', tally: emptyTally() },
      ...readers.map((one) => ({ name: one.name, tally: emptyTally() })),
    ];
    for (const { file, truth } of set) {
      const began = performance.now();
      const page = decodeImageFile(file);
      const ours = readMrzImage(page, net);
      count(
        tallies[0]!.tally,
        ours.outcome === 'unreadable' ? [] : [ours.lines],
        truth,
        performance.now() - began,
      );
      const zone = zoneOf(page, ours);
      for (const [i, reader] of readers.entries()) {
        const start = performance.now();
        const text = await reader.read(file, zone);
        count(tallies[i + 1]!.tally, linesIn(text), truth, performance.now() - start);
      }
    }
    for (const [i, { name: who, tally }] of tallies.entries())
      rows.push([i === 0 ? name : '', who, ...cells(tally)]);
  };
  try {
    await race('public specimen images', publicImages(images));
    for (const name of SHOWN) {
      const condition = CONDITIONS.find((one) => one.name === name)!;
      const set = Array.from({ length: Math.ceil(pages / 2) }, (_, page) => drawPage(condition, page, seed));
      await race(
        name,
        set.map(({ shot, lines }, i) => ({ name: `${i}`, file: shot.file, truth: lines! })),
      );
    }
  } finally {
    await Promise.all(readers.map((one) => one.close()));
    rmSync(folder, { recursive: true });
  }
  return [
    {
      title: 'Reading zones beside other readers',
      columns: ['images', 'reader', 'images', 'exact', 'valid but wrong', 'neither', 'ms', 'nine in ten'],
      rows,
      notes: [
        'The same files for all; ms on the clock, decoding included. “Exact”: every character; “valid but wrong”: right by its check digits, and not what is printed.',
        'Tesseract is given the alphabet of the zone, and the fillers at the ends of its lines are counted anew. “Zone”: our reader has found, turned and cut out the zone for it, at 300 dpi; it gets nothing where ours found nothing.',
      ],
    },
  ];
};

function emptyTally(): Tally {
  return { read: 0, exact: 0, validButWrong: 0, times: [] };
}

function count(
  tally: Tally,
  candidates: readonly (readonly string[])[],
  truth: PublicImage['truth'],
  took: number,
): void {
  tally.read += 1;
  tally.times.push(took);
  if (candidates.some((lines) => isPrinted(lines, truth))) tally.exact += 1;
  else if (candidates.some((lines) => isValid(lines))) tally.validButWrong += 1;
}

function cells({ read, exact, validButWrong, times }: Tally): string[] {
  const rest = read - exact - validButWrong;
  return [read, exact, validButWrong, rest]
    .map(String)
    .concat(ms(quantile(times, 0.5)), ms(quantile(times, 0.9)));
}

function isValid(lines: readonly string[]): boolean {
  const parsed = parseMrz(lines);
  return parsed.kind === 'mrz' && parsed.valid;
}

const LENGTHS = [30, 36, 44];

/** Neighbouring lines of a text that have a zone's lengths, once the fillers at their ends are counted anew. */
function linesIn(text: string): string[][] {
  const lines = text
    .split('\n')
    .map((line) => line.replaceAll(/\s/g, ''))
    .filter((line) => line.length > 24)
    .map((line) => {
      const bare = line.replace(/<+$/, '');
      const off = (length: number) => Math.abs(length - line.length);
      const fits = LENGTHS.filter((length) => length >= bare.length).toSorted((a, b) => off(a) - off(b));
      return fits.length > 0 ? bare.padEnd(fits[0]!, '<') : line;
    });
  return lines.flatMap((line, i) => {
    const group = lines.slice(i, i + (line.length === 30 ? 3 : 2));
    return group.length > 1 && group.every(({ length }) => length === line.length) ? [group] : [];
  });
}

async function tesseractJs(zoneOnly: boolean): Promise<Reader> {
  const worker = await createWorker('eng', OEM.LSTM_ONLY, {
    langPath: join(root, 'node_modules/@tesseract.js-data/eng/4.0.0_best_int'),
    cacheMethod: 'none',
    gzip: true,
  });
  await worker.setParameters({
    tessedit_char_whitelist: ALPHABET,
    tessedit_pageseg_mode: zoneOnly ? PSM.SINGLE_BLOCK : PSM.AUTO,
    debug_file: '/dev/null',
  });
  return {
    name: `tesseract.js, ${zoneOnly ? 'zone' : 'page'}`,
    async read(file, zone) {
      const picture = zoneOnly ? zone : file;
      return picture ? (await worker.recognize(Buffer.from(picture))).data.text : '';
    },
    close: async () => void (await worker.terminate()),
  };
}

/** The system's own Tesseract, where there is one. */
function installedTesseract(folder: string): Reader[] {
  if (!existsSync('/usr/bin/tesseract')) return [];
  return [false, true].map((zoneOnly) => ({
    name: `tesseract (installed), ${zoneOnly ? 'zone' : 'page'}`,
    async read(file, zone) {
      const picture = zoneOnly ? zone : file;
      if (!picture) return '';
      const path = join(folder, 'picture');
      writeFileSync(path, picture);
      const mode = zoneOnly ? '6' : '3';
      const options = ['-l', 'eng', '--psm', mode, '-c', `tessedit_char_whitelist=${ALPHABET}`];
      return spawnSync('/usr/bin/tesseract', [path, 'stdout', ...options], {
        encoding: 'utf8',
        env: { ...process.env, OMP_THREAD_LIMIT: '1' },
      }).stdout;
    },
    async close() {},
  }));
}

/** The zone that was found, level and 30 pixels to the character, with a margin; as PNG. */
function zoneOf(page: GreyImage, { corners, lines }: MrzImageReading): Uint8Array | undefined {
  if (!corners) return undefined;
  const [topLeft, topRight, , bottomLeft] = corners;
  const pitch = 30;
  const columns = lines[0]!.length;
  const step = {
    x: (topRight.x - topLeft.x) / columns / pitch,
    y: (topRight.y - topLeft.y) / columns / pitch,
  };
  const size = Math.hypot(step.x, step.y);
  const tall = Math.round(Math.hypot(bottomLeft.x - topLeft.x, bottomLeft.y - topLeft.y) / size);
  const png = new PNG({ width: (columns + 2) * pitch, height: tall + 2 * pitch });
  for (let y = 0, at = 0; y < png.height; y += 1)
    for (let x = 0; x < png.width; x += 1, at += 4) {
      const [u, v] = [x - pitch, y - pitch];
      const px = Math.min(page.width - 1, Math.max(0, Math.round(topLeft.x + u * step.x - v * step.y)));
      const py = Math.min(page.height - 1, Math.max(0, Math.round(topLeft.y + u * step.y + v * step.x)));
      png.data.fill(page.data[py * page.width + px]!, at, at + 3);
      png.data[at + 3] = 255;
    }
  return PNG.sync.write(png);
}
