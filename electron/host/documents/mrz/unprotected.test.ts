import { expect, it } from 'vitest';
import { doubtfulCharacters, type Mrz, parseMrz, unprotectedFields } from './index.ts';
import { SPECIMENS } from './specimens.fixture.ts';

function zone(lines: readonly string[]): Mrz {
  const result = parseMrz(lines);
  if (result.kind !== 'mrz') throw new Error('no zone');
  return result;
}

const passport = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

it('names what no check digit of a passport covers', () => {
  expect(unprotectedFields(zone(passport)).sort()).toEqual(
    ['documentCode', 'issuer', 'nationality', 'primary', 'secondary', 'sex'].sort(),
  );
});

it('counts the optional data of a visa, and everything where there are no check digits', () => {
  const visa = zone(['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<']);
  expect(unprotectedFields(visa)).toContain('optional1');
  expect(unprotectedFields(visa)).not.toContain('documentNumber');
});

it('agrees with the parser: a changed character in a field that is not listed is noticed', () => {
  for (const { lines, failing, invalid } of SPECIMENS) {
    if (failing || invalid) continue;
    const mrz = zone(lines);
    if (mrz.fields.longNumber) continue;
    const open = new Set(unprotectedFields(mrz));
    for (const [field, spans] of Object.entries(mrz.positions)) {
      if (open.has(field as never)) continue;
      for (const { line, start } of spans) {
        const text = lines[line] ?? '';
        const other = text[start] === '1' ? '2' : '1';
        const changed = lines.map((one, at) =>
          at === line ? one.slice(0, start) + other + one.slice(start + 1) : one,
        );
        const same = text[start] === 'B' || text[start] === 'L' || text[start] === 'V';
        const result = parseMrz(changed);
        expect(same || result.kind === 'not-mrz' || !result.valid).toBe(true);
      }
    }
  }
});

it('lists 6 and G where both may stand, and not in dates', () => {
  expect(doubtfulCharacters(zone(passport))).toEqual([
    { field: 'optional1', line: 1, position: 35, read: '6', orElse: ['G'] },
  ]);
  const card = zone(['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'DG31458903UTO6406122F1606169<<<<<<<6']);
  expect(doubtfulCharacters(card)).toEqual([
    { field: 'documentNumber', line: 1, position: 1, read: 'G', orElse: ['6'] },
  ]);
});
