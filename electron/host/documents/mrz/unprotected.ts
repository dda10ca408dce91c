import { fits, grammarOf } from './grammar.ts';
import type { Layout } from './layout.ts';
import { looksLike } from './look-alikes.ts';
import { recogniseShape } from './recognise.ts';
import type { Mrz, MrzFieldName, Span } from './types.ts';
import { sameToCheckDigit } from './undetectable.ts';

/** A character that may have been another, and whose check digits would be right all the same: 6 and G. */
export interface DoubtfulCharacter {
  readonly field: MrzFieldName;
  readonly line: number;
  readonly position: number;
  readonly read: string;
  readonly orElse: readonly string[];
}

function isCovered(layout: Layout, line: number, position: number): boolean {
  return layout.checks.some(({ over }) =>
    over.some((span) => span.line === line && position >= span.start && position < span.end),
  );
}

function* positionsIn(spans: readonly Span[]): Generator<{ line: number; position: number }> {
  for (const { line, start, end } of spans)
    for (let position = start; position < end; position += 1) yield { line, position };
}

/**
 * The fields with a character that no check digit of the layout covers: names, state codes and sex nearly everywhere,
 * the optional data of visas. Only a person, the chip or the visual zone can confirm them.
 */
export function unprotectedFields(mrz: Mrz): MrzFieldName[] {
  const layout = recogniseShape(mrz.lines);
  if (!layout) return [];
  return (Object.entries(mrz.positions) as [MrzFieldName, readonly Span[]][])
    .filter(([, spans]) =>
      [...positionsIn(spans)].some(({ line, position }) => !isCovered(layout, line, position)),
    )
    .map(([field]) => field);
}

/**
 * Characters of checked fields that are easily misread as another which the check digits cannot tell apart. No reader
 * and no repair can notice it when one of them is wrong.
 */
export function doubtfulCharacters(mrz: Mrz): DoubtfulCharacter[] {
  const layout = recogniseShape(mrz.lines);
  if (!layout) return [];
  const grammar = grammarOf(layout, mrz.lines);
  return (Object.entries(mrz.positions) as [MrzFieldName, readonly Span[]][]).flatMap(([field, spans]) =>
    [...positionsIn(spans)].flatMap(({ line, position }) => {
      const read = mrz.lines[line]?.[position] ?? '';
      if (!isCovered(layout, line, position)) return [];
      const same = sameToCheckDigit(read);
      const orElse = [...looksLike(read)].filter(
        (other) => same.includes(other) && fits(other, grammar[line]?.[position] ?? 'any'),
      );
      return orElse.length > 0 ? [{ field, line, position, read, orElse }] : [];
    }),
  );
}
