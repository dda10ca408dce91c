import { DOUBLE_FILLER_SIGNS, FILLER_SIGNS } from './look-alikes.ts';
import { cutGlued, GLUED_LENGTHS } from './split.ts';

/** A change made to what was given. `position` counts from 0 in the line as it is after all changes. */
export interface MrzRepair {
  readonly line: number;
  readonly position: number;
  readonly from: string;
  readonly to: string;
}

/** One way to take a text as lines. */
export interface LinesReading {
  readonly lines: readonly string[];
  readonly repairs: readonly MrzRepair[];
}

/** Far beyond any zone, however framed and spaced. */
const LONGEST = 1_000;
const BREAKS = /[\p{Cc}\u2028\u2029|;,]+/u;
const SPACES = /[\s\u200b\u2060\ufeff]+/gu;
const SIGN_RUN = new RegExp(`[${FILLER_SIGNS}${DOUBLE_FILLER_SIGNS}]+`, 'gu');
/** More runs of foreign signs than this are more than any repair may change. */
const MOST_RUNS = 2;
const TOTALS: ReadonlySet<number> = new Set([30, ...GLUED_LENGTHS]);

function upperCase(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** The text cut at line breaks; spaces are dropped, so lines apart by a space alone come glued. */
function brokenLines(text: string): string[] {
  return text
    .split(BREAKS)
    .map((line) => line.replace(SPACES, ''))
    .filter((line) => line !== '');
}

interface Width {
  readonly least: number;
  readonly most: number;
}

function widthOf(run: string): Width {
  const signs = [...run];
  return {
    least: signs.length,
    most: signs.length + signs.filter((sign) => DOUBLE_FILLER_SIGNS.includes(sign)).length,
  };
}

/** Every way to write the foreign signs of one text as fillers; the text itself when there are none. */
function expansions(text: string): { text: string; repairs: Omit<MrzRepair, 'line'>[] }[] {
  const runs = [...text.matchAll(SIGN_RUN)];
  if (runs.length > MOST_RUNS) return [];
  let partial = [{ text: '', repairs: [] as Omit<MrzRepair, 'line'>[], from: 0 }];
  for (const run of runs) {
    const { least, most } = widthOf(run[0]);
    partial = partial.flatMap((one) =>
      Array.from({ length: most - least + 1 }, (_, index) => {
        const head = one.text + text.slice(one.from, run.index);
        const to = '<'.repeat(most - index);
        return {
          text: head + to,
          repairs: [...one.repairs, { position: head.length, from: run[0], to }],
          from: run.index + run[0].length,
        };
      }),
    );
  }
  return partial.map((one) => ({ text: one.text + text.slice(one.from), repairs: one.repairs }));
}

function combinations<T>(choices: readonly (readonly T[])[]): T[][] {
  return choices.reduce<T[][]>(
    (all, choice) => all.flatMap((head) => choice.map((tail) => [...head, tail])),
    [[]],
  );
}

function apart(lines: readonly string[]): LinesReading[] {
  if ((lines.join('').match(SIGN_RUN) ?? []).length > MOST_RUNS || lines.length > 3) return [];
  return combinations(lines.map(expansions)).map((parts) => ({
    lines: parts.map((part) => part.text),
    repairs: parts.flatMap((part, line) => part.repairs.map((repair) => ({ line, ...repair }))),
  }));
}

/** The text as one run that its total length cuts into lines. */
function glued(text: string): LinesReading[] {
  return expansions(text)
    .filter((one) => TOTALS.has(one.text.length))
    .map((one) => {
      const lines = cutGlued(one.text);
      const starts = lines.map((_, line) => lines.slice(0, line).join('').length);
      const repairs = one.repairs.map((repair) => {
        const line = starts.findLastIndex((start) => start <= repair.position);
        return { ...repair, line, position: repair.position - (starts[line] ?? 0) };
      });
      return { lines, repairs };
    });
}

/**
 * Every way to take a text from a reader or a person as the lines of a zone: any line break, control or separator
 * between them, spaces inside them, lower case, lines glued together or wrapped, foreign signs for the filler. The
 * first is how it reads at face value, whether or not its lengths are a layout's.
 */
export function linesOf(text: string): LinesReading[] {
  if (text.length > LONGEST) return [];
  const lines = brokenLines(upperCase(text));
  const readings = [...apart(lines), ...glued(lines.join(''))];
  const seen = new Set<string>();
  return readings.filter(({ lines }) => {
    const key = lines.join('\n');
    return seen.has(key) ? false : seen.add(key);
  });
}
