import {
  FRA_ID,
  type Grammar,
  grammarOf,
  type Layout,
  MRVA,
  MRVB,
  type Mrz,
  parseMrz,
  type Span,
  SVK_ID_34,
  stateCodeStanding,
  TD1,
  TD2,
  TD3,
} from '../mrz/index.ts';
import { GLYPHS, glyphIndex } from './alphabet.ts';
import type { Posterior } from './cell-reader.ts';
import { coveredCells } from './covered.ts';
import { repair } from './repair.ts';
import { IMPOSSIBLE, likeliest, type Scores, toText } from './scores.ts';

/** One way to read the cells. */
export interface Reading {
  readonly mrz: Mrz;
  readonly lines: readonly string[];
  /** What the net alone would have said. */
  readonly raw: readonly string[];
  /** Mean negative log probability of the characters chosen, in nats. */
  readonly cost: number;
  /** A listed state, and a first letter that documents open with (Doc 9303-4 to -7 §4.2). */
  readonly plausible: boolean;
  readonly grammar: Grammar;
  readonly scores: Scores;
  /** Which characters a check digit covers. */
  readonly covered: readonly (readonly boolean[])[];
}

const UNLISTED_STATE = -4;
const UNUSUAL_CODE = -4;
/** Dearer cells are no zone, and need no repair. */
const MOST_COST_TO_REPAIR = 0.6;

const LAYOUTS: readonly { readonly lengths: readonly number[]; readonly layouts: readonly Layout[] }[] = [
  { lengths: [44, 44], layouts: [TD3, MRVA] },
  { lengths: [36, 36], layouts: [TD2, MRVB, FRA_ID] },
  { lengths: [30, 30, 30], layouts: [TD1] },
  { lengths: [34, 34], layouts: [SVK_ID_34] },
];

/** The best reading of the cells under the grammar of each layout of their shape, check digits heeded. */
export function decode(cells: readonly (readonly Posterior[])[], today?: Date): Reading[] {
  const shape = cells.map(({ length }) => length).join();
  const layouts = LAYOUTS.find(({ lengths }) => lengths.join() === shape)?.layouts ?? [];
  const raw = cells.map((line) => line.map((one) => GLYPHS[likeliest(one)]!).join(''));
  return layouts
    .map((layout) => read(layout, cells, raw, today))
    .filter((reading) => reading !== undefined)
    .toSorted((a, b) => rank(a) - rank(b));
}

/** Lower is better. Right check digits count for much, but not for more than text that looks like none. */
export function rank(reading: Reading): number {
  return reading.cost + (reading.mrz.valid ? 0 : 0.3) + (reading.plausible ? 0 : 0.3);
}

function read(
  layout: Layout,
  cells: readonly (readonly Posterior[])[],
  raw: readonly string[],
  today: Date | undefined,
): Reading | undefined {
  const grammar = grammarOf(layout, raw);
  const scores = maskedScores(cells, grammar, layout);
  preferDocumentCodes(scores[0]![0]!);
  const chosen = scores.map((line) => line.map((one) => likeliest(one)));
  for (const span of stateSpans(layout)) chooseState(scores, chosen, span);
  let lines: readonly string[] = toText(chosen);
  let parsed = parseMrz(lines, { today });
  if (parsed.kind !== 'mrz' || parsed.format !== layout.format) return undefined;
  if (!parsed.valid && costOf(scores, lines) < MOST_COST_TO_REPAIR) {
    const repaired = repair(scores, chosen, layout, today);
    if (repaired) {
      lines = repaired.lines;
      parsed = repaired;
    }
  }
  const cost = costOf(scores, lines);
  return {
    mrz: parsed,
    lines,
    raw,
    cost,
    plausible: isPlausible(parsed),
    grammar,
    scores,
    covered: coveredCells(layout, lines),
  };
}

/** Mean negative log probability of the characters, in nats. */
function costOf(scores: Scores, lines: readonly string[]): number {
  let sum = 0;
  let count = 0;
  for (const [row, line] of lines.entries())
    for (const [column, character] of [...line].entries()) {
      sum -= scores[row]![column]![glyphIndex(character)]!;
      count += 1;
    }
  return sum / count;
}

function isPlausible({ lines, stateCodes }: Mrz): boolean {
  return /^[ACIPV]/.test(lines[0]!) && (stateCodes.issuer === 'known' || stateCodes.issuer === 'specimen');
}

function maskedScores(cells: readonly (readonly Posterior[])[], grammar: Grammar, layout: Layout): Scores {
  const sex = layout.fields.find((spec) => spec.as === 'sex');
  return cells.map((line, row) =>
    line.map((posterior, column) => {
      const isSex = sex?.as === 'sex' && sex.span.line === row && sex.span.start === column;
      const allowed = isSex ? ALLOWED.sex : ALLOWED[grammar[row]?.[column] ?? 'any'];
      const scores = new Float64Array(GLYPHS.length).fill(IMPOSSIBLE);
      for (const glyph of allowed) scores[glyph] = Math.log(posterior[glyph]! + 1e-6);
      return scores;
    }),
  );
}

const indicesOf = (glyphs: string): Uint8Array => Uint8Array.from(glyphs, glyphIndex);

const ALLOWED = {
  digit: indicesOf('0123456789<'),
  letter: indicesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ<'),
  any: indicesOf(GLYPHS),
  sex: indicesOf('MF<'),
} as const;

/** Passports open with P, visas with V, cards with A, C or I (Doc 9303-4 to -7 §4.2); the few others must be clear. */
function preferDocumentCodes(first: Float64Array): void {
  for (let i = 0; i < GLYPHS.length; i += 1)
    if (!'ACIPV'.includes(GLYPHS[i]!)) first[i] = Math.max(IMPOSSIBLE, first[i]! + UNUSUAL_CODE);
}

function stateSpans(layout: Layout): Span[] {
  return layout.fields.flatMap((spec) =>
    spec.as === 'text' && (spec.name === 'issuer' || spec.name === 'nationality') ? [spec.span] : [],
  );
}

/** Chooses the three letters of a state together: an unlisted code must look much better than a listed one. */
function chooseState(scores: Scores, chosen: number[][], { line, start }: Span): void {
  const places = [0, 1, 2].map((k) => {
    const own = scores[line]![start + k]!;
    const best = [...own.keys()].toSorted((a, b) => own[b]! - own[a]!).slice(0, 4);
    return best.map((glyph) => ({ glyph, score: own[glyph]! }));
  });
  let most = -Infinity;
  for (const a of places[0]!)
    for (const b of places[1]!)
      for (const c of places[2]!) {
        const code = `${GLYPHS[a.glyph]}${GLYPHS[b.glyph]}${GLYPHS[c.glyph]}`.replace(/<+$/, '');
        const standing = stateCodeStanding(code);
        const score = a.score + b.score + c.score + (standing === 'unknown' ? UNLISTED_STATE : 0);
        if (score <= most) continue;
        most = score;
        chosen[line]!.splice(start, 3, a.glyph, b.glyph, c.glyph);
      }
}
