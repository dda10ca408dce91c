import { parseMrz } from './parse.ts';
import { MOST_REPAIRS, type Repaired, repairsOf } from './repair.ts';
import { splitMrzText } from './split.ts';
import { linesOf, type MrzRepair } from './text-lines.ts';
import type { MrzResult } from './types.ts';

/**
 * `read`: right as given. `repaired`: right after the changes in `repairs`, and no other changes would do.
 * `ambiguous`: several changes would do, or the zone is right but for letters that look like fillers. `unreadable`:
 * nothing within two changes is right.
 */
export type MrzTextOutcome = 'read' | 'repaired' | 'ambiguous' | 'unreadable';

export interface MrzTextReading {
  readonly outcome: MrzTextOutcome;
  /** After the repairs when `repaired`, else what the text says as it stands. */
  readonly result: MrzResult;
  readonly repairs: readonly MrzRepair[];
  /** When `ambiguous`: the ways to read it, fewest changes first. None of them is to be taken without asking. */
  readonly alternatives?: readonly Repaired[];
}

function distinct(found: readonly Repaired[]): Repaired[] {
  const byLines = new Map<string, Repaired>();
  for (const one of found) {
    const key = one.result.lines.join('\n');
    const other = byLines.get(key);
    if (!other || other.repairs.length > one.repairs.length) byLines.set(key, one);
  }
  return [...byLines.values()].toSorted((a, b) => a.repairs.length - b.repairs.length);
}

/**
 * Reads the text of a device or a person as a machine readable zone, through the forgiving door: lower case, spaces,
 * framing, lines glued or wrapped, and at most two characters misread. A change is made only if the positions' grammar
 * and every check digit then agree, is always listed, and is not chosen where another would do as well.
 *
 * What no check digit covers (`unprotectedFields`) or can tell apart (`doubtfulCharacters`) may still be misread.
 * Pure but for the clock behind `today`; never throws.
 */
export function readMrzText(text: string, options: { readonly today?: Date } = {}): MrzTextReading {
  const readings = linesOf(text);
  const found = distinct(
    readings.flatMap((reading) =>
      repairsOf(reading.lines, MOST_REPAIRS - reading.repairs.length, options.today).map((one) => ({
        result: one.result,
        repairs: [...reading.repairs, ...one.repairs],
      })),
    ),
  );
  const [first] = found;
  if (first?.repairs.length === 0) return { outcome: 'read', ...first };
  if (first && found.length === 1) return { outcome: 'repaired', ...first };
  const asIs = asGiven(text, readings, options);
  if (found.length > 1) return { outcome: 'ambiguous', result: asIs, repairs: [], alternatives: found };
  // Right by every check, yet with more letters among its fillers than may be repaired.
  if (asIs.kind === 'mrz' && asIs.valid)
    return {
      outcome: 'ambiguous',
      result: asIs,
      repairs: [],
      alternatives: [{ result: asIs, repairs: [] }],
    };
  return { outcome: 'unreadable', result: asIs, repairs: [] };
}

function asGiven(
  text: string,
  readings: ReturnType<typeof linesOf>,
  options: { readonly today?: Date },
): MrzResult {
  const results = readings
    .filter(({ repairs }) => repairs.length === 0)
    .map(({ lines }) => parseMrz(lines, options));
  return results.find(({ kind }) => kind === 'mrz') ?? results[0] ?? parseMrz(splitMrzText(text), options);
}
