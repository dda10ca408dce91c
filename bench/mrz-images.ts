/**
 * How many machine readable zones are read, and how fast: `node bench/mrz-images.ts [--net resources/mrz-net]
 * [--pages 12]`. Public specimen images when they are there (PROOFDESK_TESTDATA or ../shared/testdata), then drawn
 * pages by condition. The drawn pages use the typeface of the training, which flatters.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import {
  decodeImageFile,
  type GreyImage,
  loadGlyphNet,
  type MrzImageReading,
  readMrzImage,
} from '../electron/host/documents/image/index.ts';
import { loadGlyphSheet } from '../tools/mrz-net/glyph-sheet.ts';
import { drawPage, type PageOptions } from '../tools/mrz-net/page-image.ts';
import { inventLines } from '../tools/mrz-net/people.ts';
import { createRandom } from '../tools/mrz-net/random.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    net: { type: 'string', default: join(root, 'resources/mrz-net') },
    pages: { type: 'string', default: '12' },
  },
});
const net = loadGlyphNet(values.net);

class Tally {
  exact = 0;
  repaired = 0;
  wrong = 0;
  unreadable = 0;
  readonly times: number[] = [];

  add(reading: MrzImageReading, truth: readonly string[], ms: number): string {
    this.times.push(ms);
    const right = reading.lines.join() === truth.join();
    if (reading.outcome === 'unreadable') this.unreadable += 1;
    else if (!right) this.wrong += 1;
    else if (reading.outcome === 'repaired') this.repaired += 1;
    else this.exact += 1;
    if (reading.outcome === 'unreadable') return `unreadable (${reading.reason})`;
    return right ? reading.outcome : 'WRONG';
  }

  toString(): string {
    const sorted = this.times.toSorted((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? 0;
    const ninth = sorted[Math.floor(sorted.length * 0.9)] ?? 0;
    return (
      `${this.times.length} images: exact ${this.exact}, repaired ${this.repaired}, accepted wrong ${this.wrong}, ` +
      `unreadable ${this.unreadable}; median ${median.toFixed(0)} ms, nine in ten within ${ninth.toFixed(0)} ms`
    );
  }
}

function timed(image: GreyImage): { reading: MrzImageReading; ms: number } {
  const before = performance.now();
  const reading = readMrzImage(image, net);
  return { reading, ms: performance.now() - before };
}

const folder = join(process.env.PROOFDESK_TESTDATA ?? join(root, '../shared/testdata'), 'mrz-images');
if (existsSync(folder)) {
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, string[]>;
  const images = Object.entries(truth).map(
    ([name, lines]) => [name, lines, decodeImageFile(readFileSync(join(folder, name)))] as const,
  );
  for (const [, , image] of images.slice(0, 12)) readMrzImage(image, net);
  const tally = new Tally();
  for (const [name, lines, image] of images) {
    const { reading, ms } = timed(image);
    const said = tally.add(reading, lines, ms);
    console.log(
      `${name.padEnd(22)} ${`${image.width} x ${image.height}`.padEnd(12)} ${ms.toFixed(0).padStart(5)} ms  ${said}`,
    );
  }
  console.log(`public images: ${tally}\n`);
} else console.log('public images: not there, skipped\n');

const conditions: Readonly<Record<string, Omit<PageOptions, 'seed'>>> = {
  '300 dpi': { dpi: 300, blur: 0.5, noise: 3 },
  '300 dpi, security print, JPEG 60': { dpi: 300, blur: 0.7, noise: 4, busy: true, jpegQuality: 60 },
  '300 dpi, turned 3°': { dpi: 300, blur: 0.6, noise: 5, rotation: 3 },
  '300 dpi, turned -9°': { dpi: 300, blur: 0.6, noise: 5, rotation: -9 },
  '300 dpi, upside down': { dpi: 300, blur: 0.6, noise: 5, rotation: 180 },
  '300 dpi, a quarter turn': { dpi: 300, blur: 0.6, noise: 5, rotation: 90 },
  '200 dpi, noise 12': { dpi: 200, blur: 0.6, noise: 12, rotation: 1 },
  '200 dpi, perspective 3 %': { dpi: 200, blur: 0.6, noise: 6, rotation: 2, perspective: 0.03 },
  '150 dpi': { dpi: 150, blur: 0.6, noise: 6, rotation: 1 },
  '100 dpi': { dpi: 100, blur: 0.5, noise: 5, rotation: 1 },
  '75 dpi': { dpi: 75, blur: 0.5, noise: 5 },
  '300 dpi, blur 2.5 px': { dpi: 300, blur: 2.5, noise: 5, rotation: 1 },
  '300 dpi, blur 4 px': { dpi: 300, blur: 4, noise: 5, rotation: 1 },
  '600 dpi': { dpi: 600, blur: 1, noise: 5 },
  'harsh: 65 dpi': { dpi: 65, blur: 0.7, noise: 5 },
  'harsh: 60 dpi, security print': { dpi: 60, blur: 0.6, noise: 4, busy: true },
  'harsh: 100 dpi, blur 2 px': { dpi: 100, blur: 2, noise: 6 },
  'harsh: 120 dpi, noise 25': { dpi: 120, blur: 1.2, noise: 25, busy: true },
  'harsh: 75 dpi, JPEG 30': { dpi: 75, blur: 0.8, noise: 8, jpegQuality: 30, rotation: 2 },
  'harsh: 150 dpi, blur 2.6 px, JPEG 30': { dpi: 150, blur: 2.6, noise: 10, busy: true, jpegQuality: 30 },
};
const sheet = loadGlyphSheet();
for (const [name, options] of Object.entries(conditions)) {
  const random = createRandom(11);
  const tally = new Tally();
  for (let i = 0; i < Number(values.pages); i += 1) {
    const lines = inventLines((['TD3', 'TD1', 'TD2'] as const)[i % 3]!, random);
    const { reading, ms } = timed(drawPage(sheet, lines, { ...options, seed: 1000 + i }));
    tally.add(reading, lines, ms);
  }
  console.log(`${name.padEnd(38)} ${tally}`);
}
