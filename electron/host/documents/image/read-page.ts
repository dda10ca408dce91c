import type { Mrz } from '../mrz/index.ts';
import { NO_GLYPH } from './alphabet.ts';
import { type CellReader, createCellReader } from './cell-reader.ts';
import { findChainedZones } from './chained-zones.ts';
import { type Reading, rank } from './decode.ts';
import type { GlyphWeights } from './glyph-net.ts';
import type { GreyImage } from './grey.ts';
import { type Located, readLines } from './hypotheses.ts';
import { type ImageRepair, judge, type MrzImageOutcome, type Verdict } from './judge.ts';
import { fitPitch, type PitchGrid } from './pitch-grid.ts';
import { type ZoneQuality, zoneQuality } from './quality.ts';
import { secondLook } from './second-look.ts';
import { cutStrip, type Strip } from './strip.ts';
import { findTextLines, type TextLine } from './text-lines.ts';
import { alike, findZones, type Zone } from './zones.ts';

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
  /** Probability of each character among those its position allows, shaped like `lines`. */
  readonly confidence: readonly (readonly number[])[];
  /** Corners of the zone: top left, top right, bottom right and bottom left of the text as it is read. */
  readonly corners?: readonly [Point, Point, Point, Point];
  /** Degrees the text is turned clockwise in the page, -180 to 180; 0 is upright. */
  readonly rotation?: number;
  /** Pixels of the page from one character to the next; 2.54 mm on paper (Doc 9303-3 §4.2). */
  readonly pitch?: number;
  /** Only when read or repaired. */
  readonly mrz?: Mrz;
  /** Of the picture at the zone, when one was found. */
  readonly quality?: ZoneQuality;
  /** Why it is unreadable; the first that applies. */
  readonly reason?: UnreadableReason;
}

/**
 * `no-zone`: nothing in OCR-B lines. `resolution`, `glare` and `blur`: the picture is to blame. `check-digits`: clear
 * text, but wrong by its own check digits or dates. `doubtful`: some characters cannot be told.
 */
export type UnreadableReason = 'no-zone' | 'resolution' | 'glare' | 'blur' | 'check-digits' | 'doubtful';

const LEAST_DPI = 65;
const MOST_GLARE = 0.04;
const LEAST_SHARPNESS = 0.2;

/** How deep a strip is that holds two lines of 44 or three of 30, whichever of them was found; parts of its length. */
const TWO_LINES = 0.14;
const THREE_LINES = 0.32;
const LONGEST_OF_THREE = 32;
const MOST_ZONES = 10;
const MOST_CHAINED_ZONES = 6;
/** Readings tried before giving up; one that looks like a zone counts for three. */
const MOST_READINGS = 16;
/** Cost in nats of what is most likely the zone, and the right way up. */
const PROMISING = 0.4;
/** Cost in nats of text so clear that it is the zone, believed or not. */
const CLEAR = 0.1;
/** Cost in nats above which nothing of what was found is text in OCR-B. */
const NO_ZONE = 0.8;

/**
 * Reads the machine readable zone of a page, at any of the four quarter turns and some degrees off them. The same page
 * gives the same reading; `today` only decides centuries.
 */
export function readMrzImage(page: GreyImage, net: GlyphWeights, today?: Date): MrzImageReading {
  let best: { found: Located; verdict: Verdict } | undefined;
  let patience = MOST_READINGS;
  for (const first of readings(page, net, today)) {
    const found = secondLook(first, today);
    const verdict = judge(found);
    if (!best || rank(found.reading) < rank(best.found.reading)) best = { found, verdict };
    if (verdict.outcome !== 'unreadable') return describe(page, found, verdict);
    if (found.reading.cost < CLEAR) break;
    patience -= best.found.reading.cost < PROMISING ? 3 : 1;
    if (patience < 0) break;
  }
  return best && best.found.reading.cost < NO_ZONE ? describe(page, best.found, best.verdict) : NOTHING;
}

function* readings(page: GreyImage, net: GlyphWeights, today: Date | undefined): Generator<Located> {
  for (const zone of zonesOf(page)) {
    const shallow = stripOf(page, zone, TWO_LINES);
    const deep = () => stripOf(page, zone, THREE_LINES);
    // Lines as short as a card's come in threes, and the third is not in the shallow strip.
    if (shallow.fitted.some(({ grid }) => grid.last - grid.first > LONGEST_OF_THREE)) {
      yield* readStrip(page, shallow, net, today);
      yield* readStrip(page, deep(), net, today);
    } else {
      yield* readStrip(page, deep(), net, today);
      yield* readStrip(page, shallow, net, today);
    }
  }
}

interface FittedStrip {
  readonly strip: Strip;
  readonly fitted: readonly { readonly line: TextLine; readonly grid: PitchGrid }[];
}

function stripOf(page: GreyImage, zone: Zone, depth: number): FittedStrip {
  const strip = cutStrip(page, zone, depth);
  const fitted = findTextLines(strip.image).flatMap((line) => {
    const grid = fitPitch(line);
    return grid ? [{ line, grid }] : [];
  });
  return { strip, fitted };
}

/** Zones in the order in which they are worth trying: the quick search first, the thorough one when that was not it. */
function* zonesOf(page: GreyImage): Generator<Zone> {
  const tried: Zone[] = [];
  for (const zone of findZones(page)) {
    if (tried.length === MOST_ZONES) break;
    tried.push(zone);
    yield zone;
  }
  for (const zone of findChainedZones(page).slice(0, MOST_CHAINED_ZONES))
    if (!tried.some((other) => alike(zone, other))) yield zone;
}

const NOTHING: MrzImageReading = {
  outcome: 'unreadable',
  lines: [],
  repairs: [],
  confidence: [],
  reason: 'no-zone',
};

/** Readings of a strip, upright or upside down: the way its glyphs look more like glyphs first. */
function* readStrip(
  page: GreyImage,
  { strip, fitted }: FittedStrip,
  net: GlyphWeights,
  today: Date | undefined,
): Generator<Located> {
  if (fitted.length < 2) return;
  const readersOf = (reversed: boolean) => {
    const readers = fitted.map(({ line, grid }) => createCellReader(page, strip, line, grid, net, reversed));
    return reversed ? readers.reverse() : readers;
  };
  const upright = readersOf(false);
  const sure = certainty(upright);
  const turned = sure > SURE ? undefined : readersOf(true);
  const turnedFirst = turned && certainty(turned) > sure;
  for (const readers of turnedFirst ? [turned, upright] : [upright, turned ?? readersOf(true)]) {
    const located = readLines(readers, today);
    if (!located) continue;
    yield located;
    if (located.reading.cost < PROMISING) return;
  }
}

/** Mean probability above which text need not be looked at the other way up first. */
const SURE = 0.8;

/** How sure the net is about some cells of each line. */
function certainty(readers: readonly CellReader[]): number {
  let sum = 0;
  let count = 0;
  for (const reader of readers)
    for (let cell = reader.first; cell <= reader.last; cell += 5) {
      sum += Math.max(...reader.read(cell).subarray(0, NO_GLYPH));
      count += 1;
    }
  return sum / count;
}

function describe(page: GreyImage, { reading, readers, starts }: Located, verdict: Verdict): MrzImageReading {
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
  const quality = zoneQuality(page, readers, starts, length);
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
    quality,
    ...(verdict.outcome === 'unreadable' ? { reason: reasonOf(reading, quality) } : { mrz: reading.mrz }),
  };
}

function reasonOf(reading: Reading, { resolutionDpi, glare, sharpness }: ZoneQuality): UnreadableReason {
  if (reading.cost < CLEAR && !reading.mrz.valid) return 'check-digits';
  if (resolutionDpi < LEAST_DPI) return 'resolution';
  if (glare > MOST_GLARE) return 'glare';
  return sharpness < LEAST_SHARPNESS ? 'blur' : 'doubtful';
}
