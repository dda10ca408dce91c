import { at, check, date, type Layout, text } from './layout.ts';
import { twoLineLayout } from './layouts-icao.ts';

/** French identity card before 2021, two lines of 36: no expiry date; the composite runs over both lines. */
export const FRA_ID: Layout = {
  format: 'FRA_ID',
  fields: [
    text('documentCode', at(1, 1, 2)),
    text('issuer', at(1, 3, 5)),
    { as: 'name', name: 'primary', span: at(1, 6, 30) },
    text('optional1', at(1, 31, 36)),
    text('documentNumber', at(2, 1, 12)),
    { as: 'name', name: 'secondary', span: at(2, 14, 27) },
    date('birthDate', at(2, 28, 33)),
    { as: 'sex', span: at(2, 35) },
    text('issueYearMonth', at(2, 1, 4)),
    { as: 'fixed', name: 'nationality', value: 'FRA' },
  ],
  checks: [
    check('documentNumber', at(2, 13), at(2, 1, 12)),
    check('birthDate', at(2, 34), at(2, 28, 33)),
    check('composite', at(2, 36), at(1, 1, 36), at(2, 1, 35)),
  ],
};

/** French driving licence, one line of 30 (the line of ISO/IEC 18013-1 as France fills it). */
export const FRA_DL: Layout = {
  format: 'FRA_DL',
  fields: [
    text('documentCode', at(1, 1, 2)),
    text('issuer', at(1, 3, 5)),
    text('documentNumber', at(1, 6, 14)),
    date('expiryDate', at(1, 16, 21)),
    { as: 'name', name: 'primary', span: at(1, 22, 29) },
  ],
  checks: [check('documentNumber', at(1, 15), at(1, 1, 14)), check('composite', at(1, 30), at(1, 1, 29))],
};

/** Swiss and Liechtenstein driving licence, lines of 9, 30 and 30, without check digits. */
export const CHE_DL: Layout = {
  format: 'CHE_DL',
  fields: [
    text('documentNumber', at(1, 1, 9)),
    text('documentCode', at(2, 1, 2)),
    text('issuer', at(2, 3, 5)),
    text('pin', at(2, 6, 14)),
    text('version', at(2, 15, 17)),
    date('birthDate', at(2, 20, 25)),
    { as: 'names', span: at(3, 1, 30) },
  ],
  checks: [],
};

/** Old Slovak identity card, two lines of 34: the order of a TD2 without a composite check digit. */
export const SVK_ID_34 = twoLineLayout('SVK_ID_34', 34, at(2, 29, 34), []);
