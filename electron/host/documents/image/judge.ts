import { glyphIndex, NO_GLYPH } from './alphabet.ts';
import type { Reading } from './decode.ts';
import type { Located } from './hypotheses.ts';
import { confidenceOf, rivalOf } from './scores.ts';

/** `repaired`: some character is not what the net alone said, or stays in doubt; a person has to confirm it. */
export type MrzImageOutcome = 'read' | 'repaired' | 'unreadable';

/** A character that a person has to confirm. Line and position count from 0. */
export interface ImageRepair {
  readonly line: number;
  readonly position: number;
  /** What the net alone said; of a character in doubt, what else it may be. */
  readonly from: string;
  readonly to: string;
  /** `changed` so that check digits, dates or states come right, or in `doubt`, which nothing printed would settle. */
  readonly why: 'changed' | 'doubt';
}

export interface Verdict {
  readonly outcome: MrzImageOutcome;
  readonly repairs: readonly ImageRepair[];
  /** Probability of each character among those its position allows. */
  readonly confidence: readonly (readonly number[])[];
}

const MOST_CHANGES = 2;
const MOST_DOUBTS = 12;
/** Mean cost in nats above which the cells are no OCR-B; measured on texture and on other text it is far above. */
const MOST_COST = 0.3;
const MOST_COST_IMPLAUSIBLE = 0.1;
/** Least probability the net must have given any character, before the grammar had its say. */
const FLOOR = 0.002;
/** Most probability of another character that no check digit would notice: in doubt above the first, lost above the second. */
const DOUBT = 0.3;
const LOST = 0.5;

/** Probability of a glyph next to a line above which the line goes on there. */
const GOES_ON = 0.8;

/** Whether a reading can be believed. Passing the check digits is not enough: garbage sometimes does. */
export function judge(located: Located): Verdict {
  const { reading } = located;
  const confidence = reading.lines.map((line, row) =>
    [...line].map((character, i) => confidenceOf(reading.scores[row]![i]!, character)),
  );
  const changes = changesOf(reading);
  const rivals = rivalsOf(reading);
  const doubts = rivals.filter(
    ({ share, line, position }) =>
      share > DOUBT && !changes.some((one) => one.line === line && one.position === position),
  );
  const believed =
    reading.mrz.valid &&
    changes.length <= MOST_CHANGES &&
    doubts.length <= MOST_DOUBTS &&
    rivals.every(({ share }) => share < LOST) &&
    reading.cost < (reading.plausible ? MOST_COST : MOST_COST_IMPLAUSIBLE) &&
    seenAtAll(located) &&
    isWhole(located);
  const repairs = [
    ...changes,
    ...doubts.map(({ line, position, rival, read }) => ({
      line,
      position,
      from: rival,
      to: read,
      why: 'doubt' as const,
    })),
  ];
  return {
    outcome: believed ? (repairs.length > 0 ? 'repaired' : 'read') : 'unreadable',
    repairs,
    confidence,
  };
}

function changesOf(reading: Reading): ImageRepair[] {
  return reading.lines.flatMap((text, line) =>
    [...text].flatMap((to, position) => {
      const from = reading.raw[line]![position]!;
      return from === to || isForcedLookAlike(reading, line, position, from, to)
        ? []
        : [{ line, position, from, to, why: 'changed' as const }];
    }),
  );
}

/**
 * O and 0 differ little in OCR-B, and the standard lets only one of them stand in most positions: there the grammar
 * reads the shape, and nothing has been repaired.
 */
function isForcedLookAlike(
  { grammar }: Reading,
  row: number,
  position: number,
  from: string,
  to: string,
): boolean {
  return grammar[row]![position] !== 'any' && `${from}${to}`.match(/^(O0|0O)$/) !== null;
}

/** For each character the likeliest other that no check digit would notice, and the share of all such. */
function rivalsOf(
  reading: Reading,
): { line: number; position: number; read: string; rival: string; share: number }[] {
  return reading.lines.flatMap((text, line) =>
    [...text].map((read, position) => ({
      line,
      position,
      read,
      ...rivalOf(reading.scores[line]![position]!, read, reading.covered[line]![position]!),
    })),
  );
}

function seenAtAll({ reading, readers, starts }: Located): boolean {
  return reading.lines.every((line, row) =>
    [...line].every((character, i) => readers[row]!.read(starts[row]! + i)[glyphIndex(character)]! >= FLOOR),
  );
}

/** Whether the lines end where they should: no glyphs go on beyond them, and nothing is cut off by the picture's edge. */
function isWhole({ reading, readers, starts }: Located): boolean {
  const length = reading.lines[0]!.length;
  for (const by of [-1, length])
    if (
      readers.every((reader, i) => Math.max(...reader.read(starts[i]! + by).subarray(0, NO_GLYPH)) > GOES_ON)
    )
      return false;
  // A longer visa cut off at 36 characters has every check digit of a short one.
  return reading.mrz.format !== 'MRVB' || readers.every((reader, i) => reader.inside(starts[i]! + length));
}
