import type { FieldSpec, Layout } from './layout.ts';
import type { Span } from './types.ts';

/** What may stand in a position: digits (and fillers), letters (and fillers), or anything of the alphabet. */
export type CharacterClass = 'digit' | 'letter' | 'any';

/** A class per character, shaped like the lines. */
export type Grammar = readonly (readonly CharacterClass[])[];

const LETTER_FIELDS: ReadonlySet<string> = new Set(['issuer', 'nationality']);

/** Russian internal passports write Cyrillic letters without a Latin counterpart as digits (code PN). */
function hasDigitsInNames(lines: readonly string[]): boolean {
  return /^PNRUS/.test(lines[0] ?? '');
}

function classOf(spec: FieldSpec, lines: readonly string[]): CharacterClass | undefined {
  if (spec.as === 'date') return 'digit';
  if (spec.as === 'names' || spec.as === 'name') return hasDigitsInNames(lines) ? undefined : 'letter';
  return spec.as === 'text' && LETTER_FIELDS.has(spec.name) ? 'letter' : undefined;
}

/** The position grammar of a layout (ICAO Doc 9303-4 to -7 §4.2). A document code opens with a letter. */
export function grammarOf(layout: Layout, lines: readonly string[]): Grammar {
  const grammar = lines.map((line) => Array.from<CharacterClass>({ length: line.length }).fill('any'));
  const mark = (span: Span, as: CharacterClass): void => {
    grammar[span.line]?.fill(as, span.start, span.end);
  };
  for (const spec of layout.fields) {
    if (spec.as === 'fixed') continue;
    const as = classOf(spec, lines);
    if (as) mark(spec.span, as);
    if (spec.as === 'text' && spec.name === 'documentCode') {
      mark({ ...spec.span, end: spec.span.start + 1 }, 'letter');
    }
  }
  for (const check of layout.checks) mark(check.digit, 'digit');
  return grammar;
}

const CLASSES: Readonly<Record<CharacterClass, RegExp>> = {
  digit: /^[0-9<]$/,
  letter: /^[A-Z<]$/,
  any: /^[A-Z0-9<]$/,
};

export function fits(character: string, as: CharacterClass): boolean {
  return CLASSES[as].test(character);
}
