import { recogniseShape } from './recognise.ts';
import type { Mrz, MrzFieldName, Span } from './types.ts';

/**
 * The fields that a character stands in, or whose own check digit it is: what a wrong character there makes doubtful. The
 * composite's digit belongs to none. Line and position count from 0.
 */
export function fieldsAt(mrz: Mrz, line: number, position: number): MrzFieldName[] {
  const covers = (span: Span) => span.line === line && position >= span.start && position < span.end;
  const digits = (recogniseShape(mrz.lines)?.checks ?? []).filter(({ digit }) => covers(digit));
  // A long number goes on in the optional data, its digit behind it (Doc 9303-5 note j).
  const end = mrz.fields.longNumber && mrz.positions.documentNumber?.at(-1);
  const ofNumber = end ? { line: end.line, start: end.end, end: end.end + 1 } : null;
  return (Object.entries(mrz.positions) as [MrzFieldName, readonly Span[]][])
    .filter(
      ([field, spans]) =>
        spans.some(covers) ||
        digits.some(({ name }) => name === field) ||
        (field === 'documentNumber' && ofNumber !== null && covers(ofNumber)),
    )
    .map(([field]) => field);
}
