import type { GlyphSheet } from '../../tools/mrz-net/glyph-sheet.ts';
import { createRandom, type Random } from '../../tools/mrz-net/random.ts';
import { drawHologram, drawStamp, wear } from './marks.ts';
import {
  type Colour,
  type Coverage,
  createCoverage,
  createPaper,
  guilloche,
  iris,
  type Paper,
  portrait,
  print,
  rosette,
} from './paper.ts';
import { type TypeSheet, write, writeOcrB } from './type.ts';

export interface Sheets {
  readonly ocrB: GlyphSheet;
  readonly type: TypeSheet;
}

/** What a page is printed like. `infrared` is the page as a reader's infrared light shows it: paper and the zone alone. */
export interface Print {
  readonly ground: 'plain' | 'security' | 'heavy' | 'red' | 'green' | 'blue' | 'dark' | 'infrared';
  /** Stamps whose ink runs over the zone. */
  readonly stamps?: number;
  readonly hologram?: boolean;
  /** A faint second portrait beneath the end of the zone. */
  readonly ghost?: boolean;
  /** Part of the zone's ink that is gone, 0 to 1. */
  readonly worn?: number;
  /** Index of the stroke width on the glyph sheet; 1 is the font's own. */
  readonly stroke?: number;
  /** Characters stand up to this part of a pitch off their places. */
  readonly loose?: number;
  /** Leave the zone out. */
  readonly blank?: boolean;
}

const GROUNDS: Readonly<Record<Print['ground'], { paper: Colour; inks: Colour[]; strength: number }>> = {
  plain: { paper: [236, 234, 228], inks: [], strength: 0 },
  security: {
    paper: [238, 236, 226],
    inks: [
      [90, 140, 190],
      [200, 110, 120],
      [120, 160, 90],
    ],
    strength: 0.3,
  },
  heavy: {
    paper: [232, 226, 214],
    inks: [
      [60, 110, 160],
      [180, 70, 90],
      [90, 120, 60],
      [120, 80, 150],
    ],
    strength: 0.5,
  },
  red: {
    paper: [235, 190, 180],
    inks: [
      [220, 60, 60],
      [240, 150, 90],
    ],
    strength: 0.45,
  },
  green: {
    paper: [205, 228, 200],
    inks: [
      [60, 140, 80],
      [30, 120, 120],
    ],
    strength: 0.45,
  },
  blue: {
    paper: [170, 205, 230],
    inks: [
      [40, 90, 170],
      [70, 60, 150],
    ],
    strength: 0.45,
  },
  dark: {
    paper: [148, 140, 128],
    inks: [
      [110, 100, 90],
      [80, 90, 110],
    ],
    strength: 0.4,
  },
  infrared: { paper: [205, 205, 205], inks: [], strength: 0 },
};

/** Side lengths in millimetres, and the middles of the zone's lines from the lower edge (Doc 9303-4 to -7 §4). */
export function shapeOf(lines: readonly string[]): { wide: number; tall: number; zone: readonly number[] } {
  const length = lines[0]!.length;
  if (length === 30) return { wide: 85.6, tall: 54, zone: [17.5, 12, 6.5] };
  if (length === 36) return { wide: 105, tall: 74, zone: [16, 10] };
  return lines[0]!.startsWith('V')
    ? { wide: 120, tall: 80, zone: [16.5, 10.2] }
    : { wide: 125, tall: 88, zone: [17.3, 11] };
}

const LABELS = [
  'Surname / Nom',
  'Given names',
  'Nationality',
  'Date of birth',
  'Place of birth',
  'Date of expiry',
  'Authority',
  'Document No',
];

/** A page of a passport, card or visa sticker with a machine readable zone, as printed. */
export function drawDocument(
  sheets: Sheets,
  lines: readonly string[],
  dpi: number,
  how: Print,
  seed: number,
): Paper {
  const random = createRandom(seed);
  const { wide, tall, zone } = shapeOf(lines);
  const ground = GROUNDS[how.ground];
  const paper = createPaper(wide, tall, dpi, ground.paper);
  const infrared = how.ground === 'infrared';
  if (ground.inks.length > 1) iris(paper, ground.inks[0]!, ground.inks[1]!, 0.12);
  for (const ink of ground.inks)
    guilloche(
      paper,
      random.between(0.6, 1.8),
      random.between(0.12, 0.3),
      ink,
      ground.strength * random.between(0.5, 1),
      random,
    );
  for (const ink of ground.inks.slice(0, 2))
    rosette(
      paper,
      random.between(0.2, 0.9) * wide,
      random.between(0.2, 1) * tall,
      random.between(12, 30),
      ink,
      ground.strength * 0.7,
      random,
    );
  const left = random.between(3.5, 6);
  const photoTall = Math.min(38, tall - (zone[0]! + 12));
  portrait(paper, left, 8, photoTall * 0.78, photoTall, infrared ? 0.45 : 0.95, random);
  if (how.ghost) portrait(paper, wide - 28, tall - 30, 20, 26, 0.3, random);
  if (!infrared) printDetails(sheets, paper, left + photoTall * 0.78 + 4, tall - zone[0]! - 8, random);
  if (how.blank) return paper;
  const cover = createCoverage(paper);
  const face = sheets.ocrB.faces[random.whole(0, 2)]![how.stroke ?? 1]!;
  printZone(
    sheets,
    face,
    lines,
    cover,
    paper,
    zone.map((up) => tall - up),
    how.loose ?? 0,
    random,
  );
  if (how.worn) wear(cover, how.worn, paper.mm, random);
  const ink: Colour = infrared
    ? [32, 32, 32]
    : [random.between(15, 50), random.between(15, 45), random.between(15, 55)];
  print(paper, cover, ink, 0.97);
  for (let i = 0; i < (how.stamps ?? 0); i += 1)
    drawStamp(sheets.type, paper, random.between(0.15, 0.85) * wide, tall - random.between(8, 20), random);
  if (how.hologram) drawHologram(paper, random);
  return paper;
}

function printZone(
  sheets: Sheets,
  face: Parameters<typeof writeOcrB>[1],
  lines: readonly string[],
  on: Coverage,
  { mm }: Paper,
  middles: readonly number[],
  loose: number,
  random: Random,
): void {
  const pitch = 2.54;
  const left = random.between(3.8, 5.2);
  for (const [row, line] of lines.entries())
    for (const [i, character] of [...line].entries())
      writeOcrB(
        sheets.ocrB,
        face,
        character,
        on,
        (left + (i + loose * random.normal()) * pitch) * mm,
        (middles[row]! + 0.6 * loose * random.normal() * pitch) * mm,
        pitch * mm,
      );
}

function printDetails(sheets: Sheets, paper: Paper, left: number, bottom: number, random: Random): void {
  const { mm } = paper;
  const labels = createCoverage(paper);
  const values = createCoverage(paper);
  let row = 0;
  for (let y = 6; y + 4 < bottom; y += random.between(7.5, 9.5), row += 1) {
    write(sheets.type, 'sans', LABELS[row % LABELS.length]!, labels, left * mm, y * mm, 1.7 * mm);
    const text = Array.from({ length: random.whole(4, 22) }, () =>
      random.pick('AEIOURSTLNDMPCK  0123456789'),
    ).join('');
    const face = random.pick(['sans', 'serif', 'mono'] as const);
    write(sheets.type, face, text, values, left * mm, (y + 3) * mm, 3 * mm);
  }
  print(paper, labels, [70, 90, 130], 0.9);
  print(paper, values, [25, 25, 30], 0.95);
}
