import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentField } from '../../../contract/index.ts';
import { type Aamva, type BarcodeResult, readAamva, readBarcode } from '../barcode/index.ts';
import { composeTd3, type Mrz, parseMrz } from '../mrz/index.ts';
import { type Comparison, compareSources, type TypedDetails } from './index.ts';

const today = new Date(2026, 10, 23);

function passport(
  primary: string,
  secondary: string,
  changes: { birthDate?: string; lower?: string } = {},
): Mrz {
  const lines = composeTd3({
    issuer: 'UTO',
    primary,
    secondary,
    documentNumber: 'L898902C3',
    nationality: 'UTO',
    birthDate: changes.birthDate ?? '1974-08-12',
    sex: 'F',
    expiryDate: '2032-04-15',
  });
  const result = parseMrz([lines[0], changes.lower ?? lines[1]], { today });
  if (result.kind !== 'mrz') throw new Error('no zone');
  return result;
}

function licence(elements: Readonly<Record<string, string>>, version = 10): Aamva {
  const all = { DAQ: 'L898902C3', DBB: '08121974', DBA: '04152032', DCG: 'USA', ...elements };
  const text = Object.entries(all)
    .map(([id, value]) => `${id}${value}`)
    .join('\n');
  const result = readAamva(
    `@\n\x1e\rANSI 636000${String(version).padStart(2, '0')}${version > 1 ? '00' : ''}01DL00310100DL${text}\r`,
  );
  if (result.kind !== 'aamva') throw new Error('no licence');
  return result;
}

const of = (all: readonly Comparison[], field: DocumentField) => {
  const one = all.find((comparison) => comparison.field === field);
  return one && [one.outcome, one.reason];
};
const namesOf = (all: readonly Comparison[]) => [of(all, 'familyName'), of(all, 'givenNames')];
const typed = (familyName: string, givenNames: string): TypedDetails => ({ familyName, givenNames });

it('compares every field of every two sources', () => {
  const all = compareSources({
    mrz: passport('ERIKSSON', 'ANNA MARIA'),
    barcode: licence({
      DCS: 'ERIKSSON',
      DAC: 'ANNA',
      DAD: 'MARIA',
      DDE: 'N',
      DDF: 'N',
      DDG: 'N',
      DBC: '2',
      DCG: 'UTO',
    }),
    details: {
      ...typed('Eriksson', 'Anna Maria'),
      birthDate: '1974-08-12',
      documentNumber: 'l898902c3',
      expiryDate: '2032-04-15',
    },
  });
  // A licence names no nationality, and nobody types a sex or a state.
  expect(all).toHaveLength(8 + 5 + 5);
  expect(new Set(all.map((one) => one.between.join(' ')))).toEqual(
    new Set(['mrz barcode', 'mrz details', 'barcode details']),
  );
  for (const { field, outcome, reason } of all) {
    expect([outcome, reason]).toEqual(
      field === 'nationality' ? ['not-checked', 'missing'] : ['passed', 'same'],
    );
  }
});

it('finds another sex and another state', () => {
  const all = compareSources({
    mrz: passport('ERIKSSON', 'ANNA'),
    barcode: licence({ DCS: 'ERIKSSON', DAC: 'ANNA', DBC: '1' }),
  });
  expect(of(all, 'sex')).toEqual(['failed', 'different']);
  expect(of(all, 'issuer')).toEqual(['failed', 'different']);
});

it('compares nothing with nothing', () => {
  expect(compareSources({})).toEqual([]);
  expect(compareSources({ mrz: passport('A', 'B'), barcode: null, details: null })).toEqual([]);
  const nothing: BarcodeResult = { kind: 'not-document', reason: 'unknown-content' };
  expect(compareSources({ mrz: passport('A', 'B'), barcode: nothing })).toEqual([]);
  const all = compareSources({ mrz: passport('ERIKSSON', ''), details: { familyName: ' ' } });
  expect(all.map((one) => [one.outcome, one.reason])).toEqual(
    Array.from({ length: 5 }, () => ['not-checked', 'missing']),
  );
});

describe('family names typed beside the zone', () => {
  it.each([
    ['MUELLER', 'Müller', 'passed', 'same'],
    ['MULLER', 'Müller', 'passed', 'same'],
    ['MUXXLLER', 'Müller', 'passed', 'same'],
    ['NUNEZ', 'Núñez', 'passed', 'same'],
    ['AAGAARD', 'Ågård', 'passed', 'same'],
    ['AAGAARD', 'Ågaard', 'passed', 'same'],
    ['ONEIL', 'O’Neil', 'passed', 'same'],
    ['SMITH JONES', 'Smith-Jones', 'passed', 'same'],
    ['DELACRUZ', 'de la Cruz', 'passed', 'same'],
    ['GROSS', 'Groß', 'passed', 'same'],
    ['MUELLER', 'MULLER', 'not-checked', 'spelling'],
    ['ERIKSSON', 'Erikson', 'failed', 'different'],
    ['ERIKSSON', 'Eriks', 'failed', 'different'],
    ['ERIKSSON', 'Эрикссон', 'not-checked', 'other-script'],
  ])('%s and %s: %s, %s', (primary, family, outcome, reason) => {
    const all = compareSources({ mrz: passport(primary, 'ANNA'), details: typed(family, 'Anna') });
    expect(of(all, 'familyName')).toEqual([outcome, reason]);
  });
});

describe('given names typed beside the zone', () => {
  it.each([
    ['ANNA MARIA', 'Anna Maria', 'passed', 'same'],
    ['ANNA MARIA', 'Anna-Maria', 'passed', 'same'],
    ['ANNA MARIA', 'Annamaria', 'passed', 'same'],
    ['ANNA MARIA', 'Anna', 'passed', 'fewer-names'],
    ['ANNA MARIA', 'Maria', 'passed', 'fewer-names'],
    ['ANNA', 'Anna Maria', 'passed', 'fewer-names'],
    ['ANNA MARIA', 'Anna M.', 'passed', 'initials'],
    ['ANNA MARIA', 'A. M.', 'failed', 'different'],
    ['ANNA MARIA', 'Maria Anna', 'failed', 'different'],
    ['ANNA MARIA', 'Ann', 'failed', 'different'],
    ['ANNA MARIA', 'Anna Lena', 'failed', 'different'],
    ['MICHAEL', 'Michal', 'not-checked', 'spelling'],
    ['JOERG', 'Jörg', 'passed', 'same'],
  ])('%s and %s: %s, %s', (secondary, given, outcome, reason) => {
    const all = compareSources({ mrz: passport('ERIKSSON', secondary), details: typed('Eriksson', given) });
    expect(of(all, 'givenNames')).toEqual([outcome, reason]);
  });
});

describe('cut names', () => {
  const family = 'Nilavadhanananda Papandropoulous';
  it('in the zone', () => {
    const mrz = passport(family, 'Chayapa Dejthamrong Krasuang');
    expect(mrz.fields.truncatedPossible).toBe(true);
    const all = compareSources({ mrz, details: typed(family, 'Chayapa Dejthamrong Krasuang') });
    for (const [outcome] of namesOf(all).map((one) => one ?? [])) expect(outcome).toBe('passed');
    expect(
      namesOf(compareSources({ mrz, details: typed('Nilavadhan', 'Somchai') })).map((one) => one?.[0]),
    ).toEqual(['failed', 'failed']);
  });

  it('on a licence that says so, and not on one that says it is whole', () => {
    const mrz = passport('ERIKSSON', 'ANNA MARIA');
    const cut = licence({ DCS: 'ERIKS', DAC: 'ANNA', DAD: 'MAR', DDE: 'T', DDF: 'N', DDG: 'T' });
    expect(namesOf(compareSources({ mrz, barcode: cut }))).toEqual([
      ['passed', 'same-up-to-cut'],
      ['passed', 'same-up-to-cut'],
    ]);
    const whole = licence({ DCS: 'ERIKS', DAC: 'ANNA', DAD: 'MAR', DDE: 'N', DDF: 'N', DDG: 'N' });
    expect(namesOf(compareSources({ mrz, barcode: whole }))).toEqual([
      ['failed', 'different'],
      ['failed', 'different'],
    ]);
  });

  it('to a stump too short to speak', () => {
    const barcode = licence({ DCS: 'ER', DAC: 'ANNA', DDE: 'T' });
    expect(of(compareSources({ mrz: passport('ERIKSSON', 'ANNA'), barcode }), 'familyName')).toEqual([
      'failed',
      'different',
    ]);
  });
});

describe('a name that is not split', () => {
  const barcode = licence({ DAA: 'ANNA M ERIKSSON', DBB: '19740812', DBA: '20320415' }, 1);
  it.each([
    ['ERIKSSON', 'ANNA', ['passed', 'fewer-names']],
    ['ERIKSSON', 'ANNA M', ['passed', 'same']],
    ['ERIKSSON', 'ANNA MARIA', ['passed', 'initials']],
    ['ANNA', 'M ERIKSSON', ['passed', 'same']],
    ['JONES', 'ANNA', ['not-checked', 'unsplit-name']],
  ])('beside %s, %s', (primary, secondary, finding) => {
    expect(namesOf(compareSources({ mrz: passport(primary, secondary), barcode }))).toEqual([
      finding,
      finding,
    ]);
  });
});

describe('dates and numbers', () => {
  const mrz = passport('ERIKSSON', 'ANNA');
  it('differ', () => {
    const barcode = licence({
      DCS: 'ERIKSSON',
      DAC: 'ANNA',
      DBB: '08131974',
      DBA: '04152031',
      DAQ: 'L898902C4',
    });
    const all = compareSources({ mrz, barcode });
    for (const field of ['birthDate', 'expiryDate', 'documentNumber'] as const)
      expect(of(all, field)).toEqual(['failed', 'different']);
    expect(of(all, 'familyName')).toEqual(['passed', 'same']);
  });

  it('of two documents have nothing to do with each other', () => {
    const all = compareSources(
      { mrz, barcode: licence({ DAQ: 'T1', DBA: '01012030' }) },
      { sameDocument: false },
    );
    expect(of(all, 'documentNumber')).toEqual(['not-checked', 'other-document']);
    expect(of(all, 'expiryDate')).toEqual(['not-checked', 'other-document']);
    expect(of(all, 'issuer')).toEqual(['not-checked', 'other-document']);
    expect(of(all, 'birthDate')).toEqual(['passed', 'same']);
  });

  it('pass over hyphens and spaces in numbers', () => {
    expect(of(compareSources({ mrz, details: { documentNumber: 'L898-902 C3' } }), 'documentNumber')).toEqual(
      ['passed', 'same'],
    );
  });

  it('know that the zone has two digits of the year', () => {
    const old = passport('ERIKSSON', 'ANNA', { birthDate: '1922-08-12' });
    expect(old.fullDates.birthDate?.text).toBe('2022-08-12');
    const given = { details: { birthDate: '1922-08-12' } };
    expect(of(compareSources({ mrz: old, ...given }), 'birthDate')).toEqual(['passed', 'other-century']);
    const barcode = licence({ DBB: '08122022' });
    expect(of(compareSources({ barcode, ...given }), 'birthDate')).toEqual(['failed', 'different']);
  });

  it('are compared as far as they are known', () => {
    const lines = [...mrz.lines];
    const lower = `${lines[1]?.slice(0, 13)}74<<<<4${lines[1]?.slice(20)}`;
    const partial = passport('ERIKSSON', 'ANNA', { lower });
    expect(partial.fullDates.birthDate?.precision).toBe('year');
    const at = (birthDate: string) =>
      of(compareSources({ mrz: partial, details: { birthDate } }), 'birthDate');
    expect(at('1974-08-12')).toEqual(['passed', 'partial-date']);
    expect(at('1975-08-12')).toEqual(['failed', 'different']);
    expect(at('12.8.1974')).toEqual(['not-checked', 'missing']);
  });
});

it('takes a copy of the zone in a barcode for a zone', () => {
  const mrz = passport('ERIKSSON', 'ANNA');
  const all = compareSources({ mrz, barcode: readBarcode({ text: mrz.lines.join('\n') }) });
  expect(all.map((one) => one.outcome)).toEqual(Array.from({ length: 8 }, () => 'passed'));
});

it('never throws, and is the same both ways', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('Müller', 'O’Neil', 'A', 'Anna Maria'),
  );
  fc.assert(
    fc.property(word, word, word, word, (a, b, c, d) => {
      const barcode = licence({ DCS: 'X', DAC: 'Y' });
      const left: BarcodeResult = { ...barcode, fields: { ...barcode.fields, familyName: a, givenNames: b } };
      const right: BarcodeResult = {
        ...barcode,
        fields: { ...barcode.fields, familyName: c, givenNames: d },
      };
      const one = namesOf(compareSources({ barcode: left, details: typed(c, d) }));
      const other = namesOf(compareSources({ barcode: right, details: typed(a, b) }));
      expect(one).toEqual(other);
      const self = namesOf(compareSources({ barcode: left, details: typed(a, b) }));
      for (const finding of self) expect(finding?.[0]).not.toBe(undefined);
    }),
    { numRuns: 3_000 },
  );
});
