import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { computeCheckDigit, type Mrz, parseMrz, sameToCheckDigit } from './index.ts';
import { type Holder, LAYOUTS, type LayoutName, type Sum, type WrittenLayout } from './zones.fixture.ts';

// Long runs on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';
const layouts = Object.entries(LAYOUTS) as [LayoutName, WrittenLayout][];
const text = (units: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...units), minLength, maxLength });
const day = fc
  .date({ min: new Date('1930-01-01T00:00:00Z'), max: new Date('2025-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(2, 10).replaceAll('-', ''));
/** Some have a day or more that nobody knows (Doc 9303-3 §4.8). */
const birthDate = fc
  .tuple(day, fc.constantFrom(6, 6, 6, 4, 2, 0))
  .map(([date, known]) => date.slice(0, known).padEnd(6, '<'));
const name = fc
  .array(text('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 1, 4), { minLength: 1, maxLength: 2 })
  .map((parts) => parts.join('<'));

const holder: fc.Arbitrary<Holder> = fc.record({
  documentCode: fc.constantFrom('P', 'PM', 'I', 'AC', 'C<'),
  issuer: fc.constantFrom('UTO', 'D', 'NLD', 'XXA'),
  primary: name.map((one) => one.slice(0, 7).replace(/<$/, '')),
  secondary: fc.oneof(fc.constant(''), name),
  documentNumber: text('ABCXYZ0123456789', 1, 9),
  nationality: fc.constantFrom('UTO', 'D', 'JPN', ''),
  birthDate,
  sex: fc.constantFrom('M', 'F', '<'),
  expiryDate: day,
  optional: fc.oneof(fc.constant(''), text('ABCXYZ0123456789', 1, 5)),
  optional2: fc.oneof(fc.constant(''), text('ABCXYZ0123456789', 1, 11)),
});

function parsed(lines: readonly string[]): Mrz {
  const result = parseMrz(lines, { today: new Date(2026, 10, 23) });
  if (result.kind !== 'mrz') throw new Error(`not a zone: ${result.reason}`);
  return result;
}

const spaced = (names: string): string => names.replaceAll('<', ' ');

/** Fields a layout reads that it does not write as given, or not at all. */
const OTHERWISE: Readonly<Partial<Record<LayoutName, Partial<Record<keyof Holder, string | null>>>>> = {
  MRVA: { documentCode: 'V' },
  MRVB: { documentCode: 'V' },
  SVK_ID_34: { documentCode: 'I', issuer: 'SVK' },
  FRA_ID: { documentCode: 'ID', issuer: 'FRA', nationality: 'FRA', expiryDate: null },
  FRA_DL: {
    documentCode: 'D1',
    issuer: 'FRA',
    birthDate: null,
    sex: null,
    nationality: null,
    secondary: null,
    optional: null,
  },
  CHE_DL: {
    documentCode: 'FA',
    issuer: 'CHE',
    expiryDate: null,
    sex: null,
    nationality: null,
    optional: null,
  },
};

describe.each(layouts)('%s', (format, layout) => {
  it('parses back to what was written', () => {
    fc.assert(
      fc.property(holder, (given) => {
        const result = parsed(layout.write(given));
        expect(result).toMatchObject({ format, valid: true });
        expect(result.checks.map((check) => check.outcome)).toEqual(layout.sums.map(() => 'passed'));
        const wanted: Partial<Record<keyof Holder, string | null>> = {
          ...given,
          documentCode: given.documentCode.replace('<', ''),
          primary: spaced(given.primary),
          secondary: spaced(given.secondary),
          ...OTHERWISE[format],
        };
        const seen: Readonly<Record<string, unknown>> = {
          ...result.fields,
          sex: result.fields.sex === 'X' ? '<' : (result.fields.sex ?? null),
          optional: result.fields.optional1 ?? null,
        };
        for (const field of [
          'documentCode',
          'issuer',
          'primary',
          'secondary',
          'documentNumber',
          'nationality',
          'birthDate',
          'sex',
          'expiryDate',
          'optional',
        ] as const)
          if (wanted[field] !== null) expect(seen[field], field).toBe(wanted[field]);
        if (format === 'TD1') expect(result.fields.optional2).toBe(given.optional2);
      }),
      { numRuns: 500 },
    );
  });

  it.runIf(layout.sums.length > 0)(
    'notices every change of one character that its check digits can see',
    () => {
      fc.assert(
        fc.property(holder, fc.nat(), (given, pick) => {
          const lines = layout.write(given);
          const places = layout.sums.flatMap(({ over, digit: [line, position] }) => [
            ...over.flatMap(([row, first, last]) => range(first, last).map((at) => [row, at] as const)),
            [line, position] as const,
          ]);
          const [line, position] = places[pick % places.length]!;
          for (const after of ALPHABET) {
            const before = lines[line - 1]![position - 1]!;
            // Another document code is another layout; a filler for a number's digit says that the number goes on.
            if (after === before || (line === 1 && position <= 5) || announces(layout, line, position, after))
              continue;
            const changed = lines.map((one, i) =>
              i === line - 1 ? one.slice(0, position - 1) + after + one.slice(position) : one,
            );
            const wrong = layout.sums.filter((sum) => !isRight(changed, sum)).length;
            const result = parsed(changed);
            expect(result.checks.filter(({ outcome }) => outcome === 'failed')).toHaveLength(wrong);
            if (wrong > 0) expect(result.valid).toBe(false);
            else expect(isListed(before, after)).toBe(true);
          }
        }),
        { numRuns: 400 },
      );
    },
  );
});

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

function announces(layout: WrittenLayout, line: number, position: number, after: string): boolean {
  const number = layout.sums[0]?.digit;
  return (
    after === '<' &&
    (layout === LAYOUTS.TD1 || layout === LAYOUTS.TD2) &&
    number?.[0] === line &&
    number[1] === position
  );
}

/** Among the characters a check digit cannot tell apart, or the two ways to write the digit of an empty field. */
function isListed(before: string, after: string): boolean {
  return sameToCheckDigit(before).includes(after) || (before === '<' && after === '0');
}

function isRight(lines: readonly string[], { over, digit: [line, position], mayBeEmpty }: Sum): boolean {
  const content = over.map(([row, first, last]) => lines[row - 1]!.slice(first - 1, last)).join('');
  const printed = lines[line - 1]![position - 1]!;
  return (
    printed === String(computeCheckDigit(content)) || (mayBeEmpty && printed === '<' && /^<*$/.test(content))
  );
}

describe('numbers that go on in the optional data', () => {
  const long = text('ABCXYZ0123456789', 10, 22);

  it('parse back from a TD1', () => {
    fc.assert(
      fc.property(holder, long, (given, number) => {
        const rest = `${number.slice(9)}${computeCheckDigit(number)}<`;
        const optional = given.optional.slice(0, Math.max(0, 15 - rest.length));
        const upper = `${number.slice(0, 9)}<${(rest + optional).padEnd(15, '<').slice(0, 15)}`;
        const [first, second, third] = LAYOUTS.TD1.write(given) as [string, string, string];
        const covered = upper + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29);
        const lines = [first.slice(0, 5) + upper, second.slice(0, 29) + computeCheckDigit(covered), third];
        expect(parsed(lines)).toMatchObject({
          valid: true,
          fields: {
            documentNumber: number,
            longNumber: true,
            longNumberCheckVariant: 'spec',
            optional1: optional,
          },
        });
      }),
      { numRuns: 500 },
    );
  });

  it('parse back from a TD2', () => {
    fc.assert(
      fc.property(holder, long, (given, whole) => {
        const number = whole.slice(0, 14);
        const [first, second] = LAYOUTS.TD2.write(given) as [string, string];
        const tail = `${number.slice(9)}${computeCheckDigit(number)}<`.padEnd(7, '<');
        const before = `${number.slice(0, 9)}<${second.slice(10, 28)}${tail}`;
        const covered = before.slice(0, 10) + before.slice(13, 20) + before.slice(21);
        expect(parsed([first, before + computeCheckDigit(covered)])).toMatchObject({
          valid: true,
          fields: { documentNumber: number, longNumber: true, optional1: '' },
        });
      }),
      { numRuns: 500 },
    );
  });
});
