import { type Layout, type Mrz, parseMrz } from '../mrz/index.ts';
import { GLYPHS } from './alphabet.ts';
import { coveredCells } from './covered.ts';
import { IMPOSSIBLE, type Scores, toText } from './scores.ts';

interface Swap {
  readonly row: number;
  readonly column: number;
  readonly glyph: number;
  /** What is lost in log probability, in nats. */
  readonly loss: number;
}

/** A character that stands there clearly is not to be changed: it may have been altered. */
const MOST_LOSS = 4;
const MOST_LOSS_OF_ALL = 7;
const MOST_SWAPS = 28;
/** Two repairs that cost about the same cannot be told apart, and then neither is made. */
const LEAST_LEAD = 1;

/**
 * The likeliest change of one character, else of two, after which every check digit and date is right. `undefined`
 * when there is none within reach, or no clear best.
 */
export function repair(
  scores: Scores,
  chosen: readonly (readonly number[])[],
  layout: Layout,
  today?: Date,
): Mrz | undefined {
  const swaps = likelySwaps(scores, chosen, layout);
  const trial = chosen.map((line) => [...line]);
  const judge = (...changes: Swap[]): Mrz | undefined => {
    for (const { row, column, glyph } of changes) trial[row]![column] = glyph;
    const parsed = parseMrz(toText(trial), { today });
    for (const { row, column } of changes) trial[row]![column] = chosen[row]![column]!;
    return parsed.kind === 'mrz' && parsed.valid && parsed.format === layout.format ? parsed : undefined;
  };
  return (
    clearBest(
      swaps.map((swap) => [swap]),
      judge,
    ) ??
    clearBest(
      swaps.flatMap((a, i) =>
        swaps
          .slice(i + 1)
          .filter((b) => (a.row !== b.row || a.column !== b.column) && a.loss + b.loss < MOST_LOSS_OF_ALL)
          .map((b) => [a, b]),
      ),
      judge,
    )
  );
}

function clearBest(
  changes: readonly (readonly Swap[])[],
  judge: (...changes: Swap[]) => Mrz | undefined,
): Mrz | undefined {
  const loss = (change: readonly Swap[]) => change.reduce((sum, one) => sum + one.loss, 0);
  let best: { mrz: Mrz; loss: number } | undefined;
  for (const change of changes.toSorted((a, b) => loss(a) - loss(b))) {
    if (best && loss(change) > best.loss + LEAST_LEAD) break;
    const mrz = judge(...change);
    if (!mrz) continue;
    if (best) return undefined;
    best = { mrz, loss: loss(change) };
  }
  return best?.mrz;
}

/** Changes worth trying: in positions a check digit or a date covers, cheapest first. */
function likelySwaps(scores: Scores, chosen: readonly (readonly number[])[], layout: Layout): Swap[] {
  const covered = coveredCells(layout, chosen);
  const swaps: Swap[] = [];
  for (const [row, line] of chosen.entries())
    for (const [column, now] of line.entries()) {
      if (!covered[row]![column]) continue;
      const own = scores[row]![column]!;
      for (let glyph = 0; glyph < GLYPHS.length; glyph += 1) {
        const loss = own[now]! - own[glyph]!;
        if (glyph !== now && own[glyph]! > IMPOSSIBLE && loss < MOST_LOSS)
          swaps.push({ row, column, glyph, loss });
      }
    }
  return swaps.toSorted((a, b) => a.loss - b.loss).slice(0, MOST_SWAPS);
}
