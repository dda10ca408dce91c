import { glyphIndex } from './alphabet.ts';
import type { Reading } from './decode.ts';
import type { Located } from './hypotheses.ts';
import { confidenceOf } from './scores.ts';

export type MrzImageOutcome = 'read' | 'repaired' | 'unreadable';

/** A character that is not what the net alone said. Line and position count from 0. */
export interface ImageRepair {
  readonly line: number;
  readonly position: number;
  readonly from: string;
  readonly to: string;
}

export interface Verdict {
  readonly outcome: MrzImageOutcome;
  readonly repairs: readonly ImageRepair[];
  /** Probability of each character among those its position allows. */
  readonly confidence: readonly (readonly number[])[];
}

const MOST_REPAIRS = 2;
/** Mean cost in nats above which the cells are no OCR-B; measured on texture and on other text it is far above. */
const MOST_COST = 0.3;
const MOST_COST_IMPLAUSIBLE = 0.1;
/** Least probability the net must have given any character, before the grammar had its say. */
const FLOOR = 0.002;
/** Least confidence in a character that no check digit covers: names, states, sex. */
const FLOOR_UNCHECKED = 0.5;

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

/** Whether a reading can be believed. Passing the check digits is not enough: garbage sometimes does. */
export function judge({ reading, readers, starts }: Located): Verdict {
  const seen = reading.lines.map((line, row) =>
    [...line].map((character, i) => readers[row]!.read(starts[row]! + i)[glyphIndex(character)]!),
  );
  const confidence = reading.lines.map((line, row) =>
    [...line].map((character, i) => confidenceOf(reading.scores[row]![i]!, character)),
  );
  const repairs = reading.lines.flatMap((line, row) =>
    [...line].flatMap((to, position) => {
      const from = reading.raw[row]![position]!;
      return from === to || isForcedLookAlike(reading, row, position, from, to)
        ? []
        : [{ line: row, position, from, to }];
    }),
  );
  const believed =
    reading.mrz.valid &&
    repairs.length <= MOST_REPAIRS &&
    reading.cost < (reading.plausible ? MOST_COST : MOST_COST_IMPLAUSIBLE) &&
    seen.every((line) => line.every((one) => one >= FLOOR)) &&
    confidence.every((line, row) =>
      line.every((one, i) => reading.covered[row]![i] || one >= FLOOR_UNCHECKED),
    );
  return {
    outcome: believed ? (repairs.length > 0 ? 'repaired' : 'read') : 'unreadable',
    repairs,
    confidence,
  };
}
