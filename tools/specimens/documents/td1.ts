import {
  computeCheckDigit,
  type Td3Person,
  transliterateName,
} from '../../../electron/host/documents/mrz/index.ts';

/** As for a passport, with the code of a card: I, A or C, and a letter or none. */
export interface Td1Person extends Omit<Td3Person, 'documentCode' | 'optional'> {
  documentCode: string;
}

const LENGTH = 30;

/**
 * The three lines of a card's zone (ICAO Doc 9303-5 §4.2), optional data left empty.
 *
 * @throws Error for what does not fit: a long number, names over 30 characters.
 */
export function composeTd1(person: Td1Person): [string, string, string] {
  if (person.documentNumber.length > 9) throw new Error('a number has nine characters at most');
  const digited = (text: string) => `${text}${computeCheckDigit(text)}`;
  const six = (date: string) => digited(date.slice(2).replaceAll('-', ''));
  const number = digited(person.documentNumber.padEnd(9, '<'));
  const upper = `${person.documentCode.padEnd(2, '<')}${person.issuer.padEnd(3, '<')}${number}`.padEnd(
    LENGTH,
    '<',
  );
  const birth = six(person.birthDate);
  const expiry = six(person.expiryDate);
  const sex = person.sex === 'X' ? '<' : person.sex;
  const middle = `${birth}${sex}${expiry}${person.nationality.padEnd(3, '<')}`.padEnd(LENGTH - 1, '<');
  // Line 1 from the number on, line 2 without sex and nationality.
  const composite = computeCheckDigit(`${upper.slice(5)}${birth}${expiry}${middle.slice(18)}`);
  const names = `${transliterateName(person.primary)}<<${transliterateName(person.secondary)}`.padEnd(
    LENGTH,
    '<',
  );
  const lines: [string, string, string] = [upper, `${middle}${composite}`, names];
  if (lines.some((line) => line.length !== LENGTH)) throw new Error('this person does not fit a card');
  return lines;
}
