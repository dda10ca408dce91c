import type { Mrz } from '../mrz/index.ts';
import { type CellReader, createCellReader } from './cell-reader.ts';
import { rank } from './decode.ts';
import type { GlyphWeights } from './glyph-net.ts';
import type { GreyImage } from './grey.ts';
import { type Located, readLines } from './hypotheses.ts';
import { type ImageRepair, judge, type MrzImageOutcome, type Verdict } from './judge.ts';
import { fitPitch } from './pitch-grid.ts';
import { cutStrip, type Strip } from './strip.ts';
import { findTextLines } from './text-lines.ts';
import { findZones } from './zones.ts';

/** A point of the page in pixels, from the centre of the top left pixel. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface MrzImageReading {
  readonly outcome: MrzImageOutcome;
  /** What was read; the best guess, not to be used as data, when unreadable; empty when there is nothing like a zone. */
  readonly lines: readonly string[];
  readonly repairs: readonly ImageRepair[];
  /** Probability of each character, shaped like `lines`. */
  readonly confidence: readonly (readonly number[])[];
  /** Corners of the zone: top left, top right, bottom right and bottom left of the text as it is read. */
  readonly corners?: readonly [Point, Point, Point, Point];
  /** Degrees the text is turned clockwise in the page, -180 to 180; 0 is upright. */
  readonly rotation?: number;
  /** Pixels of the page from one character to the next; 2.54 mm on paper (Doc 9303-3 §4.2). */
  readonly pitch?: number;
  /** Only when read or repaired. */
  readonly mrz?: Mrz;
}

const MARGINS = [0.45, 1.1] as const;
const MOST_ZONES = 8;

/**
 * Reads the machine readable zone of a page, at any of the four quarter turns and some degrees off them. Pure: the same
 * page gives the same reading.
 */
export function readPage(page: GreyImage, net: GlyphWeights, today?: Date): MrzImageReading {
  let best: { found: Located; verdict: Verdict } | undefined;
  let zones = 0;
  for (const zone of findZones(page)) {
    zones += 1;
    if (zones > MOST_ZONES) break;
    for (const margin of MARGINS) {
      for (const found of readStrip(page, cutStrip(page, zone, 0.06, margin), net, today)) {
        const verdict = judge(found);
        const better =
          !best ||
          (verdict.outcome !== 'unreadable' && best.verdict.outcome === 'unreadable') ||
          ((verdict.outcome === 'unreadable') === (best.verdict.outcome === 'unreadable') &&
            rank(found.reading) < rank(best.found.reading));
        if (better) best = { found, verdict };
        if (verdict.outcome === 'read') return describe(found, verdict);
      }
      if (best && best.verdict.outcome !== 'unreadable') return describe(best.found, best.verdict);
    }
  }
  return best
    ? describe(best.found, best.verdict)
    : { outcome: 'unreadable', lines: [], repairs: [], confidence: [] };
}

/** Readings of a strip, upright or upside down: the way its glyphs look more like glyphs first. */
function* readStrip(
  page: GreyImage,
  strip: Strip,
  net: GlyphWeights,
  today: Date | undefined,
): Generator<Located> {
  const fitted = findTextLines(strip.image).flatMap((line) => {
    const grid = fitPitch(line);
    return grid ? [{ line, grid }] : [];
  });
  if (fitted.length < 2) return;
  const ways = [false, true].map((reversed) => {
    const readers = fitted.map(({ line, grid }) => createCellReader(page, strip, line, grid, net, reversed));
    if (reversed) readers.reverse();
    const fit = readers.reduce((sum, reader) => sum + certainty(reader), 0);
    return { readers, fit };
  });
  for (const { readers } of ways.toSorted((a, b) => b.fit - a.fit)) {
    const located = readLines(readers, today);
    if (located) yield located;
  }
}

/** How sure the net is about every third cell of a line. */
function certainty(reader: CellReader): number {
  let sum = 0;
  for (let cell = reader.first; cell <= reader.last; cell += 3)
    sum += Math.max(...reader.read(cell).subarray(0, 36));
  return sum;
}

function describe({ reading, readers, starts }: Located, verdict: Verdict): MrzImageReading {
  const corner = (row: number, cell: number, along: number, across: number): Point => {
    const f = readers[row]!.frame(cell);
    return {
      x: f.x + along * f.alongX + across * f.acrossX,
      y: f.y + along * f.alongY + across * f.acrossY,
    };
  };
  const last = readers.length - 1;
  const length = reading.lines[0]!.length;
  const right = length - 1;
  const middle = readers[0]!.frame(starts[0]! + (length >> 1));
  return {
    outcome: verdict.outcome,
    lines: reading.lines,
    repairs: verdict.repairs,
    confidence: verdict.confidence,
    corners: [
      corner(0, starts[0]!, -0.5, -0.6),
      corner(0, starts[0]! + right, 0.5, -0.6),
      corner(last, starts[last]! + right, 0.5, 0.6),
      corner(last, starts[last]!, -0.5, 0.6),
    ],
    rotation: (Math.atan2(middle.alongY, middle.alongX) * 180) / Math.PI,
    pitch: Math.hypot(middle.alongX, middle.alongY),
    ...(verdict.outcome === 'unreadable' ? {} : { mrz: reading.mrz }),
  };
}
