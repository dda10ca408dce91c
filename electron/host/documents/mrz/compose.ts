import { computeCheckDigit } from './check-digit.ts';
import { readDate } from './dates.ts';
import { MrzError } from './errors.ts';
import { composeNameField } from './name-field.ts';
import { transliterateName } from './transliterate.ts';

export interface Td3Person {
  /** P, or P and a letter. Default `P`. */
  readonly documentCode?: string;
  /** Three letters, or D. */
  readonly issuer: string;
  /** Names as people write them; Latin letters with diacritics are transliterated. */
  readonly primary: string;
  readonly secondary: string;
  /** Up to nine letters and digits. */
  readonly documentNumber: string;
  readonly nationality: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  readonly sex: 'M' | 'F' | 'X';
  readonly expiryDate: string;
  /** Up to fourteen letters, digits and `<`. */
  readonly optional?: string;
}

function matching(text: string, pattern: RegExp, code: MrzError['code'], what: string): string {
  if (!pattern.test(text)) throw new MrzError(code, what);
  return text;
}

function sixDigits(date: string): string {
  const raw = matching(date, /^\d{4}-\d\d-\d\d$/, 'mrz/date', 'dates are written YYYY-MM-DD')
    .slice(2)
    .replaceAll('-', '');
  if (!readDate(raw).wellFormed) throw new MrzError('mrz/date', 'there is no such day');
  return raw;
}

function withDigit(text: string): string {
  return `${text}${computeCheckDigit(text)}`;
}

function stateOf(code: string): string {
  return matching(code, /^([A-Z]{3}|D)$/, 'mrz/state', 'state codes are three letters, or D').padEnd(3, '<');
}

/**
 * The two lines of a passport's zone with all five check digits (ICAO Doc 9303-4 §4.2), for simulated readers and
 * tests. An empty optional field carries `<` for its check digit.
 * @throws MrzError with a code that names the field that can't be written.
 */
export function composeTd3(person: Td3Person): [string, string] {
  const code = matching(
    person.documentCode ?? 'P',
    /^P[A-Z]?$/,
    'mrz/document-code',
    'a passport code begins with P',
  );
  const number = matching(
    person.documentNumber,
    /^[A-Z0-9]{1,9}$/,
    'mrz/document-number',
    'a number is one to nine letters and digits',
  );
  const optional = matching(
    person.optional ?? '',
    /^[A-Z0-9<]{0,14}$/,
    'mrz/optional',
    'optional data is up to fourteen letters, digits and fillers',
  ).padEnd(14, '<');
  const sex = matching(person.sex, /^[MFX]$/, 'mrz/sex', 'sex is M, F or X').replace('X', '<');
  const primary = transliterateName(person.primary);
  if (primary === '') throw new MrzError('mrz/name', 'there is no primary identifier');
  const names = composeNameField(primary, transliterateName(person.secondary), 39);
  const numbered = withDigit(number.padEnd(9, '<'));
  const birth = withDigit(sixDigits(person.birthDate));
  const expiryAndOptional =
    withDigit(sixDigits(person.expiryDate)) + (/^<+$/.test(optional) ? `${optional}<` : withDigit(optional));
  const composite = computeCheckDigit(numbered + birth + expiryAndOptional);
  return [
    `${code.padEnd(2, '<')}${stateOf(person.issuer)}${names}`,
    `${numbered}${stateOf(person.nationality)}${birth}${sex}${expiryAndOptional}${composite}`,
  ];
}
