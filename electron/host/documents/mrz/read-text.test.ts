import { describe, expect, it } from 'vitest';
import { readMrzText } from './index.ts';
import { SPECIMENS } from './specimens.fixture.ts';

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
const spaced = (line: string): string => line.replace(/(.{5})/g, '$1 ');
const linesOf = (text: string) => {
  const { outcome, result, repairs } = readMrzText(text);
  return { outcome, lines: result.kind === 'mrz' ? result.lines : null, repairs };
};

describe('the forgiving door', () => {
  it.each([
    ['lines', `${upper}\n${lower}`],
    ['STX line CR line CR ETX', `\x02${upper}\r${lower}\r\x03`],
    ['CRLF and a byte order mark', `\ufeff${upper}\r\n${lower}\r\n`],
    ['lower case', `${upper}\n${lower}`.toLowerCase()],
    ['spaces inside lines', `${spaced(upper)}\n  ${spaced(lower)}`],
    ['no-break and zero-width spaces', `${spaced(upper).replaceAll(' ', '\u00a0\u200b')}\n${lower}`],
    ['a space between lines', `${upper} ${lower}`],
    ['a bar', `${upper}|${lower}`],
    ['a semicolon', `${upper} ; ${lower};`],
    ['a comma', `${upper},${lower}`],
    ['line and group separators', `\x1e${upper}\x1d${lower}`],
    ['a tab', `${upper}\t${lower}`],
    ['88 in one run', `${upper}${lower}`],
    ['a run wrapped elsewhere', `${upper}${lower}`.replace(/(.{30})/g, '$1\n')],
  ])('a passport with %s', (_name, text) => {
    expect(linesOf(text)).toEqual({ outcome: 'read', lines: [upper, lower], repairs: [] });
  });

  it('cards in one run of 90 and of 72', () => {
    expect(linesOf(`\x02${td1.join('')}\r\x03`)).toEqual({ outcome: 'read', lines: td1, repairs: [] });
    expect(linesOf(td2.join('').toLowerCase())).toEqual({ outcome: 'read', lines: td2, repairs: [] });
  });

  it.each(SPECIMENS.filter((one) => !one.failing && !one.invalid))('leaves alone: $name', ({ lines }) => {
    for (const separator of ['\n', '\r', ' ', '|', '']) {
      expect(linesOf(lines.join(separator))).toEqual({ outcome: 'read', lines, repairs: [] });
    }
  });

  it.each(['', ' ', '\x02\r\n\x03', 'hello', '<'.repeat(88), 'P<'.repeat(5_000), '«'.repeat(900), '\ud800'])(
    'finds nothing in %j',
    (text) => expect(readMrzText(text)).toMatchObject({ outcome: 'unreadable', repairs: [] }),
  );
});

describe('repair', () => {
  it.each([
    ['a letter in a date', `${upper}\n${lower.replace('740812', '74O812')}`, [[1, 15, 'O', '0']]],
    [
      'two letters in dates',
      `${upper}\n${lower.replace('7408122', '74OB122')}`,
      [
        [1, 15, 'O', '0'],
        [1, 16, 'B', '8'],
      ],
    ],
    ['a letter for a check digit', `${upper}\n${lower.slice(0, 43)}O`, [[1, 43, 'O', '0']]],
    ['a digit in a state code', `${upper}\n${lower.replace('UTO', 'UT0')}`, [[1, 12, '0', 'O']]],
    ['a digit in a name', `${upper.replace('SSON', 'S5ON')}\n${lower}`, [[0, 10, '5', 'S']]],
    ['a digit for the document code', `1${td1.join('\n').slice(1)}`, [[0, 0, '1', 'I']]],
    ['one sign for two fillers', `${upper.replace('<<A', '«A')}\n${lower}`, [[0, 13, '«', '<<']]],
    ['one sign for one filler', `${upper.replace('A<M', 'A‹M')}\n${lower}`, [[0, 19, '‹', '<']]],
    [
      'a run of signs',
      `${upper.slice(0, 25)}${'‹'.repeat(19)}\n${lower}`,
      [[0, 25, '‹'.repeat(19), '<'.repeat(19)]],
    ],
    [
      'signs of two widths in a run',
      `${upper.slice(0, 25)}${'«'.repeat(12)}\n${lower}`,
      [[0, 25, '«'.repeat(12), '<'.repeat(19)]],
    ],
    ['a sign in glued lines', `${upper.replace('<<A', '«A')}${lower}`, [[0, 13, '«', '<<']]],
    ['K among closing fillers', `${upper.slice(0, 35)}K${upper.slice(36)}\n${lower}`, [[0, 35, 'K', '<']]],
    ['K in the last place of the name', `${upper.slice(0, 43)}K\n${lower}`, [[0, 43, 'K', '<']]],
    [
      'K among the fillers of the optional data',
      `${upper}\n${lower.slice(0, 40)}K${lower.slice(41)}`,
      [[1, 40, 'K', '<']],
    ],
  ])('%s', (_name, text, changes) => {
    const { outcome, result, repairs } = readMrzText(text);
    expect(repairs).toEqual(changes.map(([line, position, from, to]) => ({ line, position, from, to })));
    expect(outcome).toBe('repaired');
    expect(result.kind === 'mrz' && result.lines).toEqual(
      result.kind === 'mrz' && result.format === 'TD1' ? td1 : [upper, lower],
    );
  });

  it('chooses between spellings of a state by the list of states', () => {
    const { result } = readMrzText(`${upper.replace('UTO', '0EU')}\n${lower}`);
    expect(result).toMatchObject({ fields: { issuer: 'DEU' } });
  });

  it('stops at two changes', () => {
    expect(readMrzText(`${upper}\n${lower.replace('740812', '7AOB12')}`)).toMatchObject({
      outcome: 'unreadable',
      repairs: [],
      result: { kind: 'mrz', valid: false },
    });
    expect(
      readMrzText(`${upper.replace('<<A', '«A').replace('A<M', 'A‹M')}\n${lower.replace('7408', '74O8')}`)
        .outcome,
    ).toBe('unreadable');
  });

  it('does not choose between two repairs that are as good', () => {
    const reading = readMrzText(`${upper}\nM898902C36UTO7408122F1204159ZE184226B<<<<<10`);
    expect(reading).toMatchObject({ outcome: 'ambiguous', repairs: [], result: { valid: false } });
    expect(reading.alternatives?.map((one) => one.result.fields.documentNumber)).toEqual([
      'M8989D2C3',
      'MB989O2C3',
    ]);
    for (const { result } of reading.alternatives ?? []) expect(result.valid).toBe(true);
  });

  it('does not pass a name full of K as it stands', () => {
    const name = `${upper.slice(0, 30)}${'K'.repeat(14)}`;
    expect(readMrzText(`${name}\n${lower}`).outcome).toBe('ambiguous');
  });

  it('keeps a name that begins with K or is one', () => {
    for (const name of ['KOVAC<<K<KARL', 'K<<KIM', 'ERIKSSON<<ANNA<K']) {
      expect(linesOf(`${`P<UTO${name}`.padEnd(44, '<')}\n${lower}`)).toMatchObject({
        outcome: 'read',
        repairs: [],
      });
    }
  });
});
