import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeTd3, describeMrz, parseMrz, splitMrzText, type Td3Person } from './index.ts';

const letters = (min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: min, maxLength: max });
const number = fc.string({ unit: fc.constantFrom(...'ABCXYZ0123456789'), minLength: 1, maxLength: 9 });
const names = fc.array(letters(1, 7), { minLength: 1, maxLength: 2 }).map((parts) => parts.join(' '));
const day = fc
  .date({ min: new Date('1930-01-01T00:00:00Z'), max: new Date('2025-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** A document is issued to someone who was born, and expires after that; in the last fifty years, if it has. */
const life = fc
  .tuple(day, fc.integer({ min: 1, max: 3650 }), fc.integer({ min: 0, max: 90 * 365 }))
  .map(([birthDate, validity, age]) => {
    const grown = Date.parse(birthDate) + age * 86_400_000;
    const issued = Math.max(Date.parse('1980-01-01'), Math.min(grown, Date.parse('2026-11-22')));
    return { birthDate, expiryDate: new Date(issued + validity * 86_400_000).toISOString().slice(0, 10) };
  });

const person: fc.Arbitrary<Required<Td3Person>> = fc
  .record({
    documentCode: fc.constantFrom('P', 'PM', 'PO'),
    issuer: fc.constantFrom('UTO', 'D', 'NLD', 'RKS'),
    primary: names,
    secondary: names,
    documentNumber: number,
    nationality: fc.constantFrom('UTO', 'D', 'XXA', 'JPN'),
    sex: fc.constantFrom('M', 'F', 'X'),
    optional: fc.oneof(fc.constant(''), number),
    life,
  })
  .map(({ life: dates, ...rest }) => ({ ...rest, ...dates }));

describe('composed passports', () => {
  it('parse back to what was composed', () => {
    fc.assert(
      fc.property(person, (given) => {
        const result = parseMrz(composeTd3(given), { today: new Date(2026, 10, 23) });
        expect(result).toMatchObject({
          kind: 'mrz',
          format: 'TD3',
          valid: true,
          fields: {
            documentCode: given.documentCode,
            issuer: given.issuer,
            primary: given.primary,
            secondary: given.secondary,
            truncatedPossible: false,
            documentNumber: given.documentNumber,
            nationality: given.nationality,
            sex: given.sex,
            optional1: given.optional,
          },
          fullDates: {
            birthDate: { text: given.birthDate, precision: 'day' },
            expiryDate: { text: given.expiryDate, precision: 'day' },
          },
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it('lose no name to truncation without saying so', () => {
    const long = fc.array(letters(1, 16), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(person, long, long, (given, primary, secondary) => {
        const result = parseMrz(composeTd3({ ...given, primary, secondary }));
        if (result.kind !== 'mrz') throw new Error('composed zone refused');
        const whole = result.fields.primary === primary && result.fields.secondary === secondary;
        expect(whole || result.fields.truncatedPossible).toBe(true);
        expect(result.fields.secondary).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Positions of line 2 (from 0) under each check digit, the digit's own place last, restated from Doc 9303-4 §4.2.2. */
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
const CHECKED = [
  { over: range(0, 9), digit: 9 },
  { over: range(13, 19), digit: 19 },
  { over: range(21, 27), digit: 27 },
  { over: range(28, 42), digit: 42 },
  { over: [...range(0, 10), ...range(13, 20), ...range(21, 43)], digit: 43 },
];
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digitValue = (character: string): number => (character === '<' ? 0 : ALPHABET.indexOf(character));

/** Whether weights 7, 3, 1 modulo 10 cannot see this change: the weighted difference vanishes in every sum over it. */
function undetectable(position: number, lower: string, after: string): boolean {
  const before = lower[position] ?? '';
  // A filler is the digit of an empty field only: anything written into the field betrays it.
  if (position >= 28 && position < 42 && lower[42] === '<') return false;
  if (CHECKED.some(({ digit }) => digit === position)) {
    return position === 42 && lower[42] === '<' && after === '0';
  }
  return CHECKED.filter(({ over }) => over.includes(position)).every(
    ({ over }) =>
      ((digitValue(after) - digitValue(before)) * ([7, 3, 1][over.indexOf(position) % 3] ?? 0)) % 10 === 0,
  );
}

it('notices every single changed character the check digits can see', () => {
  const position = fc.constantFrom(...range(0, 10), ...range(13, 20), ...range(21, 44));
  let unseen = 0;
  fc.assert(
    fc.property(person, position, fc.constantFrom(...ALPHABET, '<'), (given, at, after) => {
      const [upper, lower] = composeTd3(given);
      fc.pre(lower[at] !== after);
      const result = parseMrz([upper, lower.slice(0, at) + after + lower.slice(at + 1)]);
      if (result.kind !== 'mrz') throw new Error('a changed character changed the format');
      const failed = result.checks.some((check) => check.outcome === 'failed');
      if (undetectable(at, lower, after)) {
        unseen += 1;
        expect(failed).toBe(false);
      } else {
        expect(failed).toBe(true);
        expect(result.valid).toBe(false);
      }
    }),
    { numRuns: 20_000 },
  );
  expect(unseen).toBeGreaterThan(0);
});

it('never throws, whatever the text', () => {
  const mrzLike = fc.string({ unit: fc.constantFrom(...ALPHABET, '<'), minLength: 0, maxLength: 46 });
  const shaped = fc
    .tuple(
      fc.constantFrom([44, 44], [36, 36], [30, 30, 30], [34, 34], [9, 30, 30], [30]),
      fc.constantFrom('P', 'V', 'I<SVK', 'IDFRA', 'D1FRA', 'A'),
      mrzLike,
      mrzLike,
    )
    .map(([lengths, start, a, b]) =>
      lengths.map((length, line) =>
        ((line === 0 ? start : '') + a + b).padEnd(length, b === '' ? '<' : b).slice(0, length),
      ),
    );
  const any = fc.array(fc.string({ unit: 'binary', maxLength: 50 }), { maxLength: 5 });
  let zones = 0;
  fc.assert(
    fc.property(fc.oneof(shaped, any, fc.array(mrzLike, { maxLength: 4 })), (lines) => {
      const result = parseMrz(lines);
      if (result.kind === 'mrz') zones += 1;
      JSON.stringify(describeMrz(result));
      for (const line of splitMrzText(lines.join('\n'))) expect(line).not.toBe('');
    }),
    { numRuns: 50_000 },
  );
  expect(zones).toBeGreaterThan(5_000);
});
