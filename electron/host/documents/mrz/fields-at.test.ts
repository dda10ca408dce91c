import { expect, it } from 'vitest';
import { composeTd3, fieldsAt, type Mrz, parseMrz } from './index.ts';

const mrzOf = (lines: readonly string[]): Mrz => {
  const read = parseMrz(lines);
  if (read.kind !== 'mrz') throw new Error('no zone');
  return read;
};
const passport = mrzOf(
  composeTd3({
    issuer: 'UTO',
    primary: 'Eriksson',
    secondary: 'Anna Maria',
    documentNumber: 'L898902C3',
    nationality: 'UTO',
    birthDate: '1974-08-12',
    sex: 'F',
    expiryDate: '2032-04-15',
  }),
);

it.each([
  [0, 0, ['documentCode']],
  [0, 3, ['issuer']],
  [1, 0, ['documentNumber']],
  [1, 9, ['documentNumber']],
  [1, 13, ['birthDate']],
  [1, 19, ['birthDate']],
  [1, 20, ['sex']],
  [1, 27, ['expiryDate']],
  [1, 43, []],
  [2, 0, []],
])('line %i, character %i: %j', (line, position, fields) => {
  expect(fieldsAt(passport, line, position)).toEqual(fields);
});

it('makes a name doubtful by each of its characters', () => {
  expect(fieldsAt(passport, 0, 5)).toContain('primary');
  expect(fieldsAt(passport, 0, 15)).toContain('secondary');
});

it('makes a long number doubtful where it goes on (Doc 9303-5, the specimen of note j)', () => {
  const long = mrzOf([
    'I<UTOD23145890<7349<<<<<<<<<<<',
    '7408122F1204159UTO<<<<<<<<<<<6',
    'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  ]);
  expect(long.fields.longNumber).toBe(true);
  expect(fieldsAt(long, 0, 16)).toContain('documentNumber');
  expect(fieldsAt(long, 0, 18)).toContain('documentNumber');
});
