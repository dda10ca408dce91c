import { expect, it } from 'vitest';
import { computeCheckDigit, MrzError } from './index.ts';

// Doc 9303-3 Appendix A examples 1 and 2, Doc 9303-4 Appendix B, Doc 9303-11 Appendix D.2.
it.each([
  ['520727', 3],
  ['AB2134<<<', 5],
  ['HA672242<', 6],
  ['L898902C3', 6],
  ['740812', 2],
  ['ZE184226B<<<<<', 1],
  ['D23145890734', 9],
  ['HA672242<658022549601086<<<<<<<<<<<<<<0', 8],
  ['', 0],
])('%s → %i', (text, digit) => expect(computeCheckDigit(text)).toBe(digit));

it.each(['a', 'Ä', ' ', '-'])('refuses %j', (text) => {
  expect(() => computeCheckDigit(text)).toThrow(expect.objectContaining({ code: 'mrz/characters' }));
  expect(() => computeCheckDigit(text)).toThrow(MrzError);
});
