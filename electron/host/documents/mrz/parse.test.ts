import { describe, expect, it } from 'vitest';
import { describeMrz, type Mrz, type MrzFieldName, parseMrz } from './index.ts';
import { SPECIMENS } from './specimens.fixture.ts';

const today = new Date(2026, 10, 23);

function read(lines: readonly string[]): Mrz {
  const result = parseMrz(lines, { today });
  if (result.kind !== 'mrz') throw new Error(`not a zone: ${result.reason}`);
  return result;
}

describe('specimens', () => {
  it.each(SPECIMENS)('$format: $name', ({ lines, format, fields, failing = [], invalid }) => {
    const result = read(lines);
    expect(result.format).toBe(format);
    expect(result.fields).toMatchObject(fields);
    expect(result.checks.filter((check) => check.outcome === 'failed').map((check) => check.name)).toEqual(
      failing,
    );
    expect(result.valid).toBe(failing.length === 0 && !invalid);
  });

  it('says where each field stands', () => {
    for (const { lines } of SPECIMENS) {
      const { fields, positions } = read(lines);
      for (const [name, spans] of Object.entries(positions)) {
        const there = spans.map((span) => (lines[span.line] ?? '').slice(span.start, span.end)).join('');
        const value = String(fields[name as MrzFieldName] ?? '').replaceAll(' ', '<');
        if (name !== 'sex' && name !== 'secondary')
          expect(there.replace(/<+/g, '<')).toContain(value.replace(/<+/g, '<'));
      }
    }
  });

  it('names a long number in both its places', () => {
    const { positions } = read(SPECIMENS[5]?.lines ?? []);
    expect(positions.documentNumber).toEqual([
      { line: 0, start: 5, end: 14 },
      { line: 0, start: 15, end: 18 },
    ]);
  });

  it('tells what is printed and what was computed', () => {
    const altered = read([
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408127F1204159ZE184226B<<<<<10',
    ]);
    expect(altered.checks[0]).toEqual({ name: 'birthDate', outcome: 'failed', printed: '7', computed: '2' });
  });
});

describe('state codes', () => {
  const withStates = (issuer: string, nationality: string): Mrz['stateCodes'] =>
    read([
      `P<${issuer}SPECIMEN<<SAM<<<<<<<<<<<<<<<<<<<<<<<<<<`,
      `X123456785${nationality}8501019M3001019<<<<<<<<<<<<<<<2`,
    ]).stateCodes;

  it('are judged apart from validity', () => {
    expect(withStates('D<<', 'RKS')).toEqual({ issuer: 'known', nationality: 'known' });
    expect(withStates('UTO', 'XXA')).toEqual({ issuer: 'specimen', nationality: 'known' });
    expect(withStates('SI<', '<<<')).toEqual({ issuer: 'unknown', nationality: 'absent' });
  });
});

describe('dates', () => {
  const td3 = (birth: string, expiry: string): Mrz =>
    read([
      'P<UTOSPECIMEN<<SAM<<<<<<<<<<<<<<<<<<<<<<<<<<',
      `X123456785UTO${birth}0M${expiry}0<<<<<<<<<<<<<<<0`,
    ]);

  it.each([
    ['740812', '1974-08-12', 'day'],
    ['261123', '2026-11-23', 'day'],
    ['261124', '1926-11-24', 'day'],
    ['000229', '2000-02-29', 'day'],
    ['6405<<', '1964-05', 'month'],
    ['64<<<<', '1964', 'year'],
    ['26<<<<', '2026', 'year'],
    ['2612<<', '1926-12', 'month'],
  ])('birth %s is %s', (raw, text, precision) => {
    expect(td3(raw, '300101').fullDates.birthDate).toEqual({ text, precision });
  });

  it.each([
    ['740812', '300101', '2030-01-01'],
    ['740812', '120415', '2012-04-15'],
    ['740812', '961210', '1996-12-10'],
    ['740812', '760101', '2076-01-01'],
    ['740812', '770101', '1977-01-01'],
    ['740812', '260101', '2026-01-01'],
  ])('born %s, expiry %s is %s', (birth, expiry, text) => {
    expect(td3(birth, expiry).fullDates.expiryDate?.text).toBe(text);
  });

  it.each([
    // Born before the document expired, though the newest century would have it otherwise.
    ['220304', '200115', '1922-03-04', '2020-01-15'],
    ['110630', '110629', '1911-06-30', '2011-06-29'],
    ['110629', '110629', '2011-06-29', '2011-06-29'],
    ['11<<<<', '110629', '2011', '2011-06-29'],
    ['1107<<', '110629', '1911-07', '2011-06-29'],
    ['990101', '980101', '1899-01-01', '1998-01-01'],
    // Of a hundred and four or of four: nothing in the zone can tell.
    ['220304', '300115', '2022-03-04', '2030-01-15'],
    // Not known when.
    ['<<<<<<', '200115', undefined, '2020-01-15'],
    ['220304', '<<<<<<', '2022-03-04', undefined],
  ])('born %s, expiry %s: %s and %s', (birth, expiry, born, expires) => {
    const { birthDate, expiryDate } = td3(birth, expiry).fullDates;
    expect([birthDate?.text, expiryDate?.text]).toEqual([born, expires]);
  });

  it.each([
    // Issued in June 1988.
    ['880692310285', '651206', '1965-12-06'],
    ['880692310285', '900101', '1890-01-01'],
    ['880692310285', '880630', '1988-06-30'],
    ['880692310285', '880701', '1888-07-01'],
    ['150692310285', '120304', '2012-03-04'],
    // No month of issue, no bound.
    ['8899AB310285', '900101', '1990-01-01'],
  ])('a French card numbered %s, born %s: %s', (number, birth, text) => {
    const lines = ['IDFRABERTHIER'.padEnd(36, '<'), `${number}0CORINNE<<<<<<<${birth}0F0`];
    expect(read(lines).fullDates.birthDate?.text).toBe(text);
  });

  it.each(['<<<<<<', '<<0812', '990229', '991301', '99<<32', '9<0101', 'BB0911', '990100'])(
    '%s resolves to nothing',
    (raw) => expect(td3(raw, '300101').fullDates.birthDate).toBeUndefined(),
  );

  it.each([
    ['<<<<<<', true],
    ['<<0812', true],
    ['680229', true],
    ['690229', false],
    ['<<0229', true],
    ['9<0101', false],
    ['99<<32', false],
  ])('%s well-formed: %s', (raw, wellFormed) => {
    expect(td3(raw, '300101').dates.birthDate).toEqual({ raw, unknown: raw.includes('<'), wellFormed });
  });
});

describe('what is no zone', () => {
  it.each([
    [['p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<', 'x'], 'characters', 'characters'],
    [
      ['IDFRATEST<NAME<<<<<<<<<<<<<<<<0CHE02', '1710GV?123451ROBERTA<<<<<<<9112311F2'],
      'characters',
      'characters',
    ],
    [[], 'line-count', 'shape '],
    [['A', 'B', 'C', 'D'], 'line-count', 'shape 1,1,1,1'],
    [
      ['I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<', 'D23145890<UTO3407127M95071227349<<<'],
      'length',
      'shape 36,35',
    ],
    [['A'.repeat(88)], 'length', 'shape 88'],
    [['I<UTO'.padEnd(34, '<'), '<'.repeat(34)], 'unknown-format', 'shape 34,34'],
    [['D1DEU'.padEnd(30, '<')], 'unknown-format', 'shape 30'],
    [['AAA001D<<', 'FADEU'.padEnd(30, '<'), '<'.repeat(30)], 'unknown-format', 'shape 9,30,30'],
  ])('%j: %s', (lines, reason, error) => {
    const result = parseMrz(lines);
    expect(result).toMatchObject({ kind: 'not-mrz', reason });
    expect(describeMrz(result)).toEqual({ format: null, valid: false, error });
  });
});
