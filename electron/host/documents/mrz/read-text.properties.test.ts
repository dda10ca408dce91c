import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { composeTd3, parseMrz, readMrzText } from './index.ts';
import { SPECIMENS } from './specimens.fixture.ts';

// Long runs on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const LOOK_ALIKES = ['O0', 'Q0', 'D0', 'I1', 'Z2', 'S5', 'G6', 'B8'];
const optionsFor = (character: string): string[] =>
  LOOK_ALIKES.filter((pair) => pair.includes(character)).map((pair) => pair.replace(character, ''));

const text = (units: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...units), minLength, maxLength });
const number = text('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 1, 9);
const day = fc
  .date({ min: new Date('1930-01-01T00:00:00Z'), max: new Date('2025-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const passport = fc
  .record({
    issuer: fc.constantFrom('UTO', 'D', 'NLD'),
    primary: text('ABCDEFGHIJLMNOPQRSTUVWXYZ', 2, 9),
    secondary: text('ABCDEFGHIJLMNOPQRSTUVWXYZ', 2, 9),
    documentNumber: number,
    nationality: fc.constantFrom('UTO', 'D', 'XXA', 'JPN'),
    birthDate: day,
    sex: fc.constantFrom('M' as const, 'F' as const, 'X' as const),
    expiryDate: day,
    optional: fc.oneof(fc.constant(''), number),
  })
  .map((person): readonly string[] => composeTd3(person));
const specimen = fc.constantFrom(
  ...SPECIMENS.filter((one) => !one.failing && !one.invalid && one.format !== 'CHE_DL').map(
    (one) => one.lines,
  ),
);
const zone = fc.oneof({ weight: 3, arbitrary: passport }, { weight: 1, arbitrary: specimen });

/** The places under a check digit, restated from Doc 9303-4 to -7 and the national layouts, as [line, from, to). */
const CHECKED: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  TD3: [
    [1, 0, 10],
    [1, 13, 20],
    [1, 21, 44],
  ],
  TD2: [
    [1, 0, 10],
    [1, 13, 20],
    [1, 21, 36],
  ],
  TD1: [
    [0, 5, 30],
    [1, 0, 7],
    [1, 8, 15],
    [1, 18, 30],
  ],
  MRVA: [
    [1, 0, 10],
    [1, 13, 20],
    [1, 21, 28],
  ],
  MRVB: [
    [1, 0, 10],
    [1, 13, 20],
    [1, 21, 28],
  ],
  SVK_ID_34: [
    [1, 0, 10],
    [1, 13, 20],
    [1, 21, 28],
  ],
  FRA_ID: [
    [1, 0, 13],
    [1, 27, 34],
  ],
  FRA_DL: [[0, 5, 21]],
};

interface Change {
  readonly line: number;
  readonly position: number;
  readonly to: string;
}

function changesOf(lines: readonly string[], format: string): Change[] {
  return (CHECKED[format] ?? []).flatMap(([line, from, end]) =>
    Array.from({ length: end - from }, (_, index) => from + index).flatMap((position) =>
      optionsFor(lines[line]?.[position] ?? '').map((to) => ({ line, position, to })),
    ),
  );
}

function changed(lines: readonly string[], changes: readonly Change[]): string[] {
  return lines.map((line, number) => {
    const characters = [...line];
    for (const one of changes) if (one.line === number) characters[one.position] = one.to;
    return characters.join('');
  });
}

const isValid = (lines: readonly string[]): boolean => {
  const result = parseMrz(lines);
  return result.kind === 'mrz' && result.valid;
};

it('undoes one or two misread characters, or says that it cannot tell', () => {
  const tally = { repaired: 0, ambiguous: 0, indistinguishable: 0 };
  fc.assert(
    fc.property(zone, fc.nat(), fc.nat(), fc.boolean(), (lines, first, second, both) => {
      const original = parseMrz(lines);
      if (original.kind !== 'mrz' || !original.valid) throw new Error('not a valid zone');
      const all = changesOf(lines, original.format);
      fc.pre(all.length > 1);
      const [a, b] = [all[first % all.length]!, all[second % all.length]!];
      fc.pre(!both || a.line !== b.line || a.position !== b.position);
      const damage = both ? [a, b] : [a];
      const damaged = changed(lines, damage);
      const { outcome, result, repairs, alternatives } = readMrzText(damaged.join('\n'));
      // What the check digits cannot see at all (6 and G; two changes that cancel out) no reader can notice.
      if (isValid(damaged) || damage.some((one) => isValid(changed(damaged, undo(lines, [one]))) && both)) {
        tally.indistinguishable += 1;
        return;
      }
      expect(['repaired', 'ambiguous']).toContain(outcome);
      if (outcome === 'repaired') {
        tally.repaired += 1;
        expect(result).toMatchObject({ kind: 'mrz', lines });
        expect(repairs).toHaveLength(damage.length);
        for (const { line, position } of damage)
          expect(repairs).toContainEqual({
            line,
            position,
            from: damaged[line]?.[position],
            to: lines[line]?.[position],
          });
      } else {
        tally.ambiguous += 1;
        expect(alternatives?.map((one) => one.result.lines.join('\n'))).toContain(lines.join('\n'));
        expect(result.kind === 'mrz' && result.valid).toBe(false);
      }
    }),
    { numRuns: 3_000 },
  );
  expect(tally.repaired).toBeGreaterThan(800);
  expect(tally.ambiguous).toBeGreaterThan(50);
  expect(tally.indistinguishable).toBeLessThan(700);
});

function undo(lines: readonly string[], damage: readonly Change[]): Change[] {
  return damage.map((one) => ({ ...one, to: lines[one.line]?.[one.position] ?? '' }));
}

it('reads what is not damaged without touching it', () => {
  fc.assert(
    fc.property(
      zone,
      fc.constantFrom('\n', '\r\n', '|', '', ' '),
      fc.boolean(),
      (lines, separator, small) => {
        const given = lines.join(separator);
        const reading = readMrzText(small ? `\x02${given.toLowerCase()}\x03` : given);
        expect(reading).toMatchObject({ outcome: 'read', repairs: [], result: { valid: true, lines } });
      },
    ),
    { numRuns: 3_000 },
  );
});

it('never throws, never invents: a repaired zone is valid and within two changes', () => {
  const like = text('ABDGIKOQSZ0123456789<«‹ \n', 0, 100);
  const zoneLike = fc
    .tuple(zone, fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'OI5«K?\n <ÿ')), { maxLength: 6 }))
    .map(([lines, edits]) => {
      const characters = [...lines.join('\n')];
      for (const [at, to] of edits) characters[at % characters.length] = to;
      return characters.join('');
    });
  const any = fc.string({ unit: 'binary', maxLength: 120 });
  let repaired = 0;
  fc.assert(
    fc.property(fc.oneof(any, like, { weight: 1, arbitrary: zoneLike }), (given) => {
      const { outcome, result, repairs, alternatives } = readMrzText(given);
      expect(repairs.length).toBeLessThanOrEqual(2);
      if (outcome === 'repaired' || outcome === 'read')
        expect(result).toMatchObject({ kind: 'mrz', valid: true });
      if (outcome === 'repaired') {
        repaired += 1;
        expect(repairs.length).toBeGreaterThan(0);
      } else expect(repairs).toEqual([]);
      expect(alternatives !== undefined).toBe(outcome === 'ambiguous');
    }),
    { numRuns: 6_000 },
  );
  expect(repaired).toBeGreaterThan(5);
});

it('takes a hundred thousand random texts without an exception', () => {
  const units = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<<<<<<<<<<«‹ \n\r\x02\x03|;,é?\ud83d';
  let seed = 20_261_123;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const lengths = [30, 44, 60, 68, 69, 72, 88, 89, 90, 91];
  const outcomes = new Map<string, number>();
  for (let run = 0; run < 100_000; run += 1) {
    const length = random(3) === 0 ? random(120) : lengths[random(lengths.length)]!;
    const pool = random(2) === 0 ? units : units.slice(0, 46);
    const given = Array.from({ length }, () => pool[random(pool.length)]).join('');
    const { outcome } = readMrzText(given);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  expect([...outcomes.keys()]).toEqual(['unreadable']);
});
