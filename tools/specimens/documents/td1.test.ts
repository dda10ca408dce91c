import { expect, it } from 'vitest';
import { parseMrz } from '../../../electron/host/documents/mrz/index.ts';
import { composeTd1, type Td1Person } from './td1.ts';

const erika: Td1Person = {
  documentCode: 'ID',
  issuer: 'D',
  nationality: 'D',
  primary: 'Mustermann',
  secondary: 'Erika',
  documentNumber: 'L01X00T47',
  birthDate: '1983-08-12',
  sex: 'F',
  expiryDate: '2033-02-01',
};

it('writes the zone of a card, right in every check digit', () => {
  const lines = composeTd1(erika);
  expect(lines.map((line) => line.length)).toEqual([30, 30, 30]);
  expect(parseMrz(lines)).toMatchObject({
    format: 'TD1',
    valid: true,
    fields: { documentNumber: 'L01X00T47', primary: 'MUSTERMANN', secondary: 'ERIKA', issuer: 'D' },
  });
});

it('writes the specimen of Doc 9303-5 as it is printed there', () => {
  expect(
    composeTd1({
      documentCode: 'I',
      issuer: 'UTO',
      nationality: 'UTO',
      primary: 'Eriksson',
      secondary: 'Anna Maria',
      documentNumber: 'D23145890',
      birthDate: '1974-08-12',
      sex: 'F',
      expiryDate: '2012-04-15',
    }),
  ).toEqual([
    'I<UTOD231458907<<<<<<<<<<<<<<<',
    '7408122F1204159UTO<<<<<<<<<<<6',
    'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  ]);
});

it('refuses who does not fit', () => {
  expect(() => composeTd1({ ...erika, documentNumber: 'L01X00T4712' })).toThrow();
  expect(() => composeTd1({ ...erika, primary: 'Mustermann Gutenberg Albrecht' })).toThrow();
});
