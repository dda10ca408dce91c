import { computeCheckDigit } from '../../electron/host/documents/mrz/index.ts';
import { createRandom, type Random } from '../../tools/mrz-net/random.ts';
import { drawDocument, type Sheets } from './document.ts';
import { type Coverage, createCoverage, createPaper, type Paper, print } from './paper.ts';
import { inventZone } from './people.ts';
import { type Typeface, write, writeOcrB } from './type.ts';

const LETTERS = 'EEEEETTTAAAOOOINNSSHRRDLUCMFWYPVBGKJQXZeeeeetttaaaooooinnsshrrdlucmfwypvbgkjqxz';
const ZONE = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<<<<<<<<<<<<';

interface Sheet {
  readonly paper: Paper;
  readonly black: Coverage;
  readonly random: Random;
  readonly sheets: Sheets;
}

/** Fills a black coverage; the paper is printed with it afterwards. Lengths in millimetres. */
type Filling = (sheet: Sheet) => void;

/** Pages on which there is no machine readable zone that could be read: what a reader reads there it has invented. */
export const BLANKS: Readonly<Record<string, (sheets: Sheets, dpi: number, seed: number) => Paper>> = {
  letter: onPaper(150, 105, letter),
  table: onPaper(150, 105, table),
  form: onPaper(130, 95, form),
  'bar codes': onPaper(120, 80, barcodes),
  'OCR-B payment slip': onPaper(150, 90, slip),
  'random lines in OCR-B': onPaper(125, 88, ({ sheets, black, paper, random }) => {
    const [rows, length] = random.pick([
      [2, 44],
      [2, 36],
      [3, 30],
      [3, 44],
      [2, 30],
    ] as const);
    zoneLike(
      sheets,
      black,
      paper,
      random,
      Array.from({ length: rows }, () => text(random, length, ZONE)),
    );
  }),
  'a zone with a wrong digit': onPaper(125, 88, ({ sheets, black, paper, random }) => {
    zoneLike(
      sheets,
      black,
      paper,
      random,
      spoil(inventZone(random.pick(['TD1', 'TD2', 'TD3'] as const), random), random),
    );
  }),
  'zone-like typewriting': onPaper(125, 88, ({ sheets, black, paper, random }) => {
    const length = random.pick([30, 36, 44]);
    for (let row = 0; row < 3; row += 1)
      typewrite(sheets, black, paper, text(random, length, ZONE), 4.5, 70 + row * 5.6, 2.54);
  }),
  'a card without a zone': (sheets, dpi, seed) =>
    drawDocument(
      sheets,
      inventZone('TD1', createRandom(seed)),
      dpi,
      { ground: 'heavy', stamps: 1, blank: true },
      seed,
    ),
};

function onPaper(wide: number, tall: number, fillIn: Filling) {
  return (sheets: Sheets, dpi: number, seed: number): Paper => {
    const random = createRandom(seed);
    const paper = createPaper(wide, tall, dpi, [
      random.between(215, 250),
      random.between(215, 250),
      random.between(205, 245),
    ]);
    const black = createCoverage(paper);
    fillIn({ paper, black, random, sheets });
    print(paper, black, [25, 25, 30], 0.95);
    return paper;
  };
}

function text(random: Random, length: number, of: string): string {
  return Array.from({ length }, () => random.pick(of)).join('');
}

function letter({ paper, black, random, sheets }: Sheet): void {
  const { mm } = paper;
  const face = random.pick(['sans', 'serif', 'mono'] as const);
  const em = random.between(2.4, 4.2);
  for (let y = 8; y < 100; y += em * 1.35) {
    if (random.chance(0.12)) continue;
    let line = '';
    while (line.length < (random.chance(0.2) ? 20 : 150 / em))
      line += `${text(random, random.whole(1, 10), LETTERS)} `;
    write(sheets.type, face, line, black, 9 * mm, y * mm, em * mm);
  }
}

function table({ paper, black, random, sheets }: Sheet): void {
  const { mm } = paper;
  const face: Typeface = random.chance(0.5) ? 'mono' : 'sans';
  const [tall, wide] = [random.between(4, 7), random.between(16, 30)];
  for (let y = 8; y < 98; y += tall) {
    box(black, mm, 6, y - tall / 2, 138, 0.2);
    for (let x = 8; x < 138; x += wide)
      write(
        sheets.type,
        face,
        text(random, random.whole(2, 9), '0123456789.,-'),
        black,
        x * mm,
        y * mm,
        3 * mm,
      );
  }
  for (let x = 6; x < 146; x += wide) box(black, mm, x, 6, 0.2, 92);
}

function form({ paper, black, random, sheets }: Sheet): void {
  const { mm } = paper;
  const cell = random.between(2.54, 5);
  for (let y = 10; y < 88; y += cell * 2.4) {
    write(sheets.type, 'sans', text(random, 14, LETTERS), black, 6 * mm, (y - cell * 0.8) * mm, 2 * mm);
    for (let x = 6; x + cell < 124; x += cell) {
      box(black, mm, x, y, cell, 0.15);
      box(black, mm, x, y, 0.15, cell * 1.2);
      if (random.chance(0.7))
        write(
          sheets.type,
          'mono',
          random.pick(ZONE.slice(0, 36)),
          black,
          (x + 0.3 * cell) * mm,
          (y + 0.6 * cell) * mm,
          cell * 0.9 * mm,
        );
    }
    box(black, mm, 6, y + cell * 1.2, 118, 0.15);
  }
}

function barcodes({ paper, black, random, sheets }: Sheet): void {
  const { mm } = paper;
  const kind = random.whole(0, 3);
  const unit = random.between(0.25, 0.6);
  const rows = kind === 0 ? 1 : kind === 1 ? random.whole(8, 22) : 33;
  const tall = kind === 0 ? random.between(8, 22) : kind === 1 ? unit * 3 : unit * 1.4;
  const columns = kind === 2 ? 33 : Math.round(random.between(70, 105) / unit);
  const step = kind === 2 ? unit * 1.4 : unit;
  for (let row = 0; row < rows; row += 1)
    for (let i = 0; i < columns; i += 1)
      if (random.chance(0.5)) box(black, mm, 7 + i * step, 9 + row * tall, step, tall);
  for (let y = 9 + rows * tall + 4; y < 75; y += 5)
    write(sheets.type, 'mono', text(random, 30, '0123456789 '), black, 8 * mm, y * mm, 3.4 * mm);
}

function slip({ paper, black, random, sheets }: Sheet): void {
  const { mm } = paper;
  for (let y = 10; y < 55; y += 8)
    write(sheets.type, 'sans', text(random, random.whole(6, 40), LETTERS), black, 8 * mm, y * mm, 3 * mm);
  const face = sheets.ocrB.faces[0]![1]!;
  const rows = random.whole(1, 4);
  for (let row = 0; row < rows; row += 1) {
    const digits = text(random, random.pick([27, 30, 36, 44, 53]), '0123456789');
    writeOcrB(
      sheets.ocrB,
      face,
      `${digits.slice(0, -4)}<${digits.slice(-3)}`,
      black,
      7 * mm,
      (84 - row * 6.35) * mm,
      2.54 * mm,
    );
  }
}

/** One or two checked digits of a zone changed so that its check digits are wrong, as on forgeries and samples. */
function spoil(lines: string[], random: Random): string[] {
  const row = 1;
  const characters = [...lines[row]!];
  const spans =
    lines.length === 3
      ? [
          [0, 6],
          [8, 14],
        ]
      : [
          [13, 19],
          [21, 27],
        ];
  const [from, to] = random.pick(spans) as [number, number];
  const place = random.whole(from + 4, to);
  characters[place] = String((Number(characters[place]) + 1 + random.whole(0, 8)) % 10);
  const date = characters.slice(from, to).join('');
  if (String(computeCheckDigit(date)) === characters[to])
    characters[to] = String((Number(characters[to]) + 1) % 10);
  return lines.map((line, i) => (i === row ? characters.join('') : line));
}

function zoneLike(
  sheets: Sheets,
  black: Coverage,
  { mm }: Paper,
  random: Random,
  lines: readonly string[],
): void {
  const face = random.pick(random.pick(sheets.ocrB.faces));
  const apart = lines.length === 3 ? 5.5 : 6.3;
  for (const [row, line] of lines.entries())
    writeOcrB(
      sheets.ocrB,
      face,
      line,
      black,
      4.5 * mm,
      (82 - (lines.length - 1 - row) * apart) * mm,
      2.54 * mm,
    );
}

function typewrite(
  sheets: Sheets,
  black: Coverage,
  { mm }: Paper,
  line: string,
  left: number,
  y: number,
  pitch: number,
): void {
  for (const [i, character] of [...line].entries())
    write(sheets.type, 'mono', character, black, (left + i * pitch) * mm, y * mm, pitch * 1.55 * mm);
}

function box(
  { width, height, ink }: Coverage,
  mm: number,
  left: number,
  top: number,
  wide: number,
  tall: number,
): void {
  const x1 = Math.min(width, Math.max(Math.round((left + wide) * mm), Math.round(left * mm) + 1));
  const y1 = Math.min(height, Math.max(Math.round((top + tall) * mm), Math.round(top * mm) + 1));
  for (let y = Math.round(top * mm); y < y1; y += 1)
    ink.fill(1, y * width + Math.round(left * mm), y * width + x1);
}
