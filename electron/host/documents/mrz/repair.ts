import { fits, grammarOf } from './grammar.ts';
import { looksLike, mustHaveBeen } from './look-alikes.ts';
import { parseMrz } from './parse.ts';
import { recogniseShape } from './recognise.ts';
import type { MrzRepair } from './text-lines.ts';
import type { Mrz, Span } from './types.ts';

/** More than two were measured to turn garbage into zones whose check digits all fit. */
export const MOST_REPAIRS = 2;

/** A zone whose check digits fit and whose characters stand where they may, and what it took. */
export interface Repaired {
  readonly result: Mrz;
  readonly repairs: readonly MrzRepair[];
}

interface Where {
  readonly line: number;
  readonly position: number;
}

interface Place extends Where {
  readonly from: string;
  /** Likeliest first. */
  readonly to: readonly string[];
}

function placesOf(
  lines: readonly string[],
  choose: (character: string, line: number, position: number) => readonly string[] | undefined,
): Place[] {
  return lines.flatMap((line, number) =>
    [...line].flatMap((from, position) => {
      const to = choose(from, number, position);
      return to ? [{ line: number, position, from, to }] : [];
    }),
  );
}

/** A K between fillers that have already closed its field is a filler misread, and no check digit can tell the two. */
function strayFillers(lines: readonly string[], result: Mrz): Place[] {
  const { positions } = result;
  const spans = [
    ...(positions.secondary ?? []).map((span) => ({
      span,
      pattern: /(?<=[A-Z]<<+[A-Z<]*[A-Z]<<+|<<<)K+(?=<|$)/g,
    })),
    ...[...(positions.optional1 ?? []), ...(positions.optional2 ?? [])].map((span) => ({
      span,
      pattern: /(?<=<<)K+(?=<|$)/g,
    })),
  ];
  return spans.flatMap(({ span, pattern }) =>
    [...(lines[span.line] ?? '').slice(span.start, span.end).matchAll(pattern)].flatMap((match) =>
      [...match[0]].map((from, index) => ({
        line: span.line,
        position: span.start + match.index + index,
        from,
        to: ['<'],
      })),
    ),
  );
}

function replaced(lines: readonly string[], repairs: readonly MrzRepair[]): string[] {
  const out = [...lines];
  for (const { line, position, to } of repairs) {
    const text = out[line] ?? '';
    out[line] = text.slice(0, position) + to + text.slice(position + to.length);
  }
  return out;
}

function choicesOf(places: readonly Place[]): MrzRepair[][] {
  return places.reduce<MrzRepair[][]>(
    (all, { to, ...place }) => all.flatMap((head) => to.map((one) => [...head, { ...place, to: one }])),
    [[]],
  );
}

function isAmong(places: readonly Place[], { line, position }: Where): boolean {
  return places.some((one) => one.line === line && one.position === position);
}

function covers(span: Span, place: Where): boolean {
  return span.line === place.line && place.position >= span.start && place.position < span.end;
}

/** Of spellings no check digit can decide between the likeliest stands for all: 0 in a name is O, not Q or D. */
function withoutRivals(found: readonly Repaired[], unchecked: (repair: MrzRepair) => boolean): Repaired[] {
  const seen = new Set<string>();
  return found.filter(({ repairs }) => {
    const key = JSON.stringify(repairs.map((one) => (unchecked(one) ? { ...one, to: '' } : one)));
    return seen.has(key) ? false : seen.add(key);
  });
}

/** A state code that is listed beats one that is not. */
function byStateCodes(found: readonly Repaired[]): Repaired[] {
  const unknown = ({ result }: Repaired): number =>
    Object.values(result.stateCodes).filter((standing) => standing === 'unknown').length;
  return found.toSorted((a, b) => unknown(a) - unknown(b));
}

function accept(
  lines: readonly string[],
  repairs: readonly MrzRepair[],
  today: Date | undefined,
): Repaired[] {
  const result = parseMrz(replaced(lines, repairs), today && { today });
  return result.kind === 'mrz' && result.valid ? [{ result, repairs }] : [];
}

function* upTo(most: number, places: readonly Place[], from = 0): Generator<Place[]> {
  yield [];
  if (most === 0) return;
  for (let at = from; at < places.length; at += 1) {
    const place = places[at];
    if (place) for (const rest of upTo(most - 1, places, at + 1)) yield [place, ...rest];
  }
}

const keyOf = ({ line, position, to }: MrzRepair): string => `${line}:${position}:${to}`;

/** Leaves out what changes more than another that is right already. */
function minimal(found: readonly Repaired[]): Repaired[] {
  const keys = found.map(({ repairs }) => repairs.map(keyOf));
  return found.filter(
    (_, index) =>
      !keys.some((other) => {
        const own = keys[index] ?? [];
        return other.length < own.length && other.every((key) => own.includes(key));
      }),
  );
}

/**
 * All ways to make a zone right by changing at most `most` characters into others they are taken for, fewest changes
 * first. A character that its position does not allow must change; one that is allowed may, where a check digit
 * covers it. Nothing is changed in a zone that is right as it stands.
 * @param lines in the lengths of a layout; characters outside the alphabet are positions to repair.
 */
export function repairsOf(lines: readonly string[], most: number, today?: Date): Repaired[] {
  const layout = recogniseShape(lines);
  if (!layout) return [];
  const grammar = grammarOf(layout, lines);
  const allowed = (character: string, line: number, position: number): boolean =>
    fits(character, grammar[line]?.[position] ?? 'any');
  const must = placesOf(lines, (from, line, position) =>
    allowed(from, line, position)
      ? undefined
      : [...mustHaveBeen(from)].filter((to) => allowed(to, line, position)),
  );
  const asIs = parseMrz(lines, today && { today });
  if (asIs.kind === 'mrz') must.push(...strayFillers(lines, asIs).filter((one) => !isAmong(must, one)));
  if (must.length > most) return [];
  const checked = layout.checks.flatMap((check) => [check.digit, ...check.over]);
  const isChecked = (place: Where): boolean => checked.some((span) => covers(span, place));
  const may = placesOf(lines, (from, line, position) => {
    if (!isChecked({ line, position }) || isAmong(must, { line, position })) return undefined;
    return [...looksLike(from)].filter((to) => allowed(to, line, position));
  });
  const found: Repaired[] = [];
  for (const optional of upTo(most - must.length, may)) {
    for (const repairs of choicesOf([...must, ...optional])) found.push(...accept(lines, repairs, today));
    if (optional.length === 0 && found.length > 0) break;
  }
  return withoutRivals(byStateCodes(minimal(found)), (repair) => !isChecked(repair)).toSorted(
    (a, b) => a.repairs.length - b.repairs.length,
  );
}
