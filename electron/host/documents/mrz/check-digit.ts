import { MrzError } from './errors.ts';
import type { Span } from './types.ts';

const WEIGHTS = [7, 3, 1] as const;
const MRZ_TEXT = /^[A-Z0-9<]*$/;

/** Whether every character belongs to the MRZ alphabet (Doc 9303-3 §4). */
export function isMrzText(text: string): boolean {
  return MRZ_TEXT.test(text);
}

function digitValue(code: number): number {
  if (code >= 65) return code - 55;
  return code === 60 ? 0 : code - 48;
}

/**
 * The check digit, 0 to 9, of a text: weights 7, 3, 1 repeating, A=10 to Z=35, `<`=0, sum modulo 10 (ICAO Doc 9303-3 §4.9).
 * @throws MrzError `mrz/characters` for text outside A-Z, 0-9, `<`.
 */
export function computeCheckDigit(text: string): number {
  if (!isMrzText(text))
    throw new MrzError('mrz/characters', 'check digits are defined over A-Z, 0-9 and < only');
  return digitOver([text], [{ line: 0, start: 0, end: text.length }]);
}

/** The check digit over several pieces read as one text. The lines must be MRZ text already. */
export function digitOver(lines: readonly string[], spans: readonly Span[]): number {
  let sum = 0;
  let position = 0;
  for (const span of spans) {
    const line = lines[span.line] ?? '';
    for (let at = span.start; at < span.end; at += 1) {
      sum += digitValue(line.charCodeAt(at)) * (WEIGHTS[position % 3] ?? 0);
      position += 1;
    }
  }
  return sum % 10;
}
