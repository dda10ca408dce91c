import { computeCheckDigit } from './check-digit.ts';
import type { MrzCheck, MrzFields, Span } from './types.ts';

export interface DocumentNumber {
  readonly number: string | null;
  readonly optional: string;
  readonly variant?: NonNullable<MrzFields['longNumberCheckVariant']>;
  readonly check: MrzCheck;
  readonly numberSpans: readonly Span[];
  readonly optionalSpan: Span;
}

/**
 * Reads a number that a filler in the check digit's place announces as longer than nine characters: the rest opens
 * the optional data, then its check digit, then a filler (ICAO Doc 9303-5 note j and §4.2.4, Doc 9303-6 note j).
 * The standard leaves the announcing filler out of the sum; some Belgian cards count it, so both are tried.
 * With no continuation no number can be claimed.
 */
export function readLongNumber(lines: readonly string[], span: Span, optional: Span): DocumentNumber {
  const head = (lines[span.line] ?? '').slice(span.start, span.end);
  const data = (lines[optional.line] ?? '').slice(optional.start, optional.end);
  const tail = data.split('<', 1)[0] ?? '';
  if (tail === '') {
    const check: MrzCheck = {
      name: 'documentNumber',
      outcome: 'failed',
      printed: '<',
      computed: String(computeCheckDigit(head)),
    };
    return {
      number: null,
      optional: data,
      variant: 'none',
      check,
      numberSpans: [span],
      optionalSpan: optional,
    };
  }
  const rest = tail.slice(0, -1);
  const printed = tail.slice(-1);
  const bySpec = String(computeCheckDigit(head + rest));
  const withFiller = String(computeCheckDigit(`${head}<${rest}`));
  const variant = printed === bySpec ? 'spec' : printed === withFiller ? 'with-filler' : 'none';
  return {
    number: head + rest,
    optional: data.slice(tail.length + 1),
    variant,
    check: {
      name: 'documentNumber',
      outcome: variant === 'none' ? 'failed' : 'passed',
      printed,
      computed: variant === 'with-filler' ? withFiller : bySpec,
    },
    numberSpans: [span, { line: optional.line, start: optional.start, end: optional.start + rest.length }],
    optionalSpan: {
      line: optional.line,
      start: Math.min(optional.start + tail.length + 1, optional.end),
      end: optional.end,
    },
  };
}
