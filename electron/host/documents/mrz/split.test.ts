import { expect, it } from 'vitest';
import { parseMrz, splitMrzText } from './index.ts';

const [upper, lower] = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const td1 = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];
const td2 = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'];

it.each([
  ['STX line CR line CR ETX', `\x02${upper}\r${lower}\r\x03`],
  ['CRLF', `${upper}\r\n${lower}\r\n`],
  ['tabs', `\t${upper}\t${lower}\t`],
  ['spaces around', `  ${upper} \n ${lower} `],
  ['bars', `${upper}|${lower}`],
  ['glued', `${upper}${lower}`],
  ['glued and framed', `\x02${upper}${lower}\r\x03`],
  ['lower case', `${upper}\n${lower}`.toLowerCase()],
])('a passport with %s', (_name, text) => {
  expect(splitMrzText(text)).toEqual([upper, lower]);
});

it('splits glued cards', () => {
  expect(splitMrzText(td1.join(''))).toEqual(td1);
  expect(splitMrzText(td2.join(''))).toEqual(td2);
  expect(
    splitMrzText(`AAA001D<<${'F'.padEnd(30, '<')}${'M'.padEnd(30, '<')}`).map((line) => line.length),
  ).toEqual([9, 30, 30]);
});

it('repairs nothing', () => {
  const lines = splitMrzText(`${upper}\n${lower.replace('L', '?')}`);
  expect(lines[1]?.[0]).toBe('?');
  expect(parseMrz(lines)).toMatchObject({ kind: 'not-mrz', reason: 'characters' });
  expect(splitMrzText('ß')).toEqual(['ß']);
});

it('finds no lines in nothing', () => {
  expect(splitMrzText('')).toEqual([]);
  expect(splitMrzText('\x02\r\n\x03')).toEqual([]);
});
