import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeImageFile, loadGlyphNet, readMrzImage } from '../../electron/host/documents/image/index.ts';
import { parseMrz } from '../../electron/host/documents/mrz/index.ts';
import type { Suite } from '../lib/suite.ts';
import { ms } from '../lib/table.ts';
import { tallyColumns, timed, ZoneTally } from '../lib/zone-tally.ts';

const root = join(import.meta.dirname, '../..');

export interface PublicImage {
  readonly name: string;
  readonly file: Uint8Array;
  /** What is printed, or the digest of it. */
  readonly truth: readonly string[] | string;
}

interface Known {
  readonly file: string;
  /** Of the file as git names it: SHA-1 over `blob`, its length, and its bytes. */
  readonly blob: string;
  /** SHA-256 of the printed lines, joined by line feeds. */
  readonly lines: string;
}

/**
 * Public specimen images: those of the test data with their truth, and those of any folder given that are known by
 * their digest in `public-images.json`.
 */
export function publicImages(folders: readonly string[]): PublicImage[] {
  const testdata = join(process.env.PROOFDESK_TESTDATA ?? join(root, '../shared/testdata'), 'mrz-images');
  const found: PublicImage[] = [];
  if (existsSync(testdata)) {
    const truth = JSON.parse(readFileSync(join(testdata, 'truth.json'), 'utf8')) as Record<string, string[]>;
    for (const [name, lines] of Object.entries(truth))
      found.push({ name, file: readFileSync(join(testdata, name)), truth: lines });
  }
  const { images } = JSON.parse(readFileSync(join(import.meta.dirname, 'public-images.json'), 'utf8')) as {
    images: Known[];
  };
  const known = new Map(images.map((one) => [one.blob, one]));
  for (const folder of folders)
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(png|jpe?g)$/i.test(entry.name)) continue;
      const file = readFileSync(join(entry.parentPath, entry.name));
      const one = known.get(blobOf(file));
      if (one && known.delete(one.blob)) found.push({ name: one.file, file, truth: one.lines });
    }
  return found;
}

function blobOf(file: Uint8Array): string {
  return createHash('sha1').update(`blob ${file.length}\0`).update(file).digest('hex');
}

export function isPrinted(lines: readonly string[], truth: PublicImage['truth']): boolean {
  if (typeof truth !== 'string') return lines.join() === truth.join();
  return createHash('sha256').update(lines.join('\n')).digest('hex') === truth;
}

/** The zone reader over public specimen images. */
export const run: Suite = async ({ images, net: directory }) => {
  const net = loadGlyphNet(directory ?? join(root, 'resources/mrz-net'));
  const all = publicImages(images);
  if (all.length === 0)
    return [{ title: 'Public specimen images', columns: ['not measured: there are none here'], rows: [] }];
  for (const { file } of all.slice(0, 8)) readMrzImage(decodeImageFile(file), net);
  const tally = new ZoneTally();
  const given: string[][] = [];
  const decoding: number[] = [];
  let refused = 0;
  for (const { name, file, truth } of all) {
    const image = timed(() => decodeImageFile(file));
    decoding.push(image.ms);
    const { value: reading, ms: took } = timed(() => readMrzImage(image.value, net));
    const right = isPrinted(reading.lines, truth);
    tally.add(reading, right ? reading.lines : undefined, took);
    if (reading.outcome === 'read' && right) continue;
    const parsed = parseMrz(reading.lines);
    const digits = right && parsed.kind === 'mrz' && !parsed.valid;
    if (digits) refused += 1;
    const said = digits ? 'refused: its own digits are wrong' : right ? 'right' : 'not as printed';
    given.push([
      name,
      `${image.value.width} x ${image.value.height}`,
      reading.outcome,
      said,
      reading.reason ?? '',
      ms(took),
    ]);
  }
  const sum = decoding.reduce((a, b) => a + b, 0);
  return [
    {
      title: `Public specimen images (${all.length})`,
      columns: ['set', ...tallyColumns],
      rows: [tally.row('all')],
      notes: [
        `${refused} of the unreadable were read as printed and refused, for their own check digits are wrong.`,
        `Decoding the files takes ${ms(sum / decoding.length)} ms of processor time on average; it is not in the figures.`,
      ],
      failures: tally.wrong > 0 ? [`${tally.wrong} readings were wrong without a word`] : [],
    },
    {
      title: 'Of these not simply read',
      columns: ['image', 'pixels', 'outcome', 'lines', 'reason', 'ms'],
      rows: given,
    },
  ];
};
