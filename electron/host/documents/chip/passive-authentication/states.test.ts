import { expect, it } from 'vitest';
import { stateCodeStanding } from '../../mrz/index.ts';
import { isSameState } from './states.ts';

it.each([
  ['DE', 'D', true],
  ['DE', 'NLD', false],
  ['NL', 'NLD', true],
  ['GB', 'GBD', true],
  ['GB', 'GBR', true],
  ['KS', 'RKS', true],
  ['UN', 'UNO', true],
  ['EU', 'EUE', true],
  ['UT', 'UTO', true],
  ['CH', 'CHN', false],
  ['DEU', 'D', false],
  ['USA', 'USA', true],
  ['??', 'D', null],
  ['', 'D', null],
])('%s and %s: %s', (country, state, same) => {
  expect(isSameState(country, state)).toBe(same);
});

it('knows every state of the machine readable zone that issues with a country of its own', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const countries = letters.flatMap((a) => letters.map((b) => `${a}${b}`));
  const states = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `${a}${b}${c}`)));
  const missing = states
    .filter((state) => stateCodeStanding(state) === 'known')
    .filter((state) => !countries.some((country) => isSameState(country, state)));
  // Organisations and persons without a nationality: no certificate authority of theirs is known.
  expect(missing.every((state) => state.startsWith('X'))).toBe(true);
});
