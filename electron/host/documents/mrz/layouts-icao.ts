import { at, type CheckSpec, check, date, type FieldSpec, type Layout, text } from './layout.ts';
import type { MrzFormat, Span } from './types.ts';

const dataLineChecks: readonly CheckSpec[] = [
  check('birthDate', at(2, 20), at(2, 14, 19)),
  check('expiryDate', at(2, 28), at(2, 22, 27)),
  check('documentNumber', at(2, 10), at(2, 1, 9)),
];

function nameLineFields(length: number): readonly FieldSpec[] {
  return [
    text('documentCode', at(1, 1, 2)),
    text('issuer', at(1, 3, 5)),
    { as: 'names', span: at(1, 6, length) },
    text('nationality', at(2, 11, 13)),
    date('birthDate', at(2, 14, 19)),
    { as: 'sex', span: at(2, 21) },
    date('expiryDate', at(2, 22, 27)),
  ];
}

/** A name line above a data line, the number in positions 1 to 9: TD3, the visas, and cards modelled on them. */
export function twoLineLayout(
  format: MrzFormat,
  length: number,
  optional: Span,
  moreChecks: readonly CheckSpec[],
): Layout {
  return {
    format,
    fields: [...nameLineFields(length), text('documentNumber', at(2, 1, 9)), text('optional1', optional)],
    checks: [...dataLineChecks, ...moreChecks],
  };
}

/** ICAO Doc 9303-4 §4.2. */
export const TD3 = twoLineLayout('TD3', 44, at(2, 29, 42), [
  check('composite', at(2, 44), at(2, 1, 10), at(2, 14, 20), at(2, 22, 43)),
  check('optional', at(2, 43), at(2, 29, 42)),
]);

/** ICAO Doc 9303-7, visas of passport width: no composite check digit, none for the optional data. */
export const MRVA = twoLineLayout('MRVA', 44, at(2, 29, 44), []);

/** ICAO Doc 9303-7, the smaller visas. */
export const MRVB = twoLineLayout('MRVB', 36, at(2, 29, 36), []);

/** ICAO Doc 9303-6 §4.2; the number may go on in the optional data (note j). */
export const TD2: Layout = {
  format: 'TD2',
  fields: [
    ...nameLineFields(36),
    { as: 'number', span: at(2, 1, 9), digit: at(2, 10), optional: at(2, 29, 35) },
  ],
  checks: [...dataLineChecks, check('composite', at(2, 36), at(2, 1, 10), at(2, 14, 20), at(2, 22, 35))],
};

/** ICAO Doc 9303-5 §4.2; the number may go on in the optional data (note j, §4.2.4). */
export const TD1: Layout = {
  format: 'TD1',
  fields: [
    text('documentCode', at(1, 1, 2)),
    text('issuer', at(1, 3, 5)),
    { as: 'number', span: at(1, 6, 14), digit: at(1, 15), optional: at(1, 16, 30) },
    date('birthDate', at(2, 1, 6)),
    { as: 'sex', span: at(2, 8) },
    date('expiryDate', at(2, 9, 14)),
    text('nationality', at(2, 16, 18)),
    text('optional2', at(2, 19, 29)),
    { as: 'names', span: at(3, 1, 30) },
  ],
  checks: [
    check('documentNumber', at(1, 15), at(1, 6, 14)),
    check('birthDate', at(2, 7), at(2, 1, 6)),
    check('expiryDate', at(2, 15), at(2, 9, 14)),
    check('composite', at(2, 30), at(1, 6, 30), at(2, 1, 7), at(2, 9, 15), at(2, 19, 29)),
  ],
};
