import { MrzError } from './errors.ts';

/** Latin letters that do not fall apart into a base letter and marks, or fall apart differently (Doc 9303-3 §6.A). */
const SPECIAL: Readonly<Record<string, string>> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ð: 'D',
  Ö: 'OE',
  Ø: 'OE',
  Ü: 'UE',
  Þ: 'TH',
  ẞ: 'SS',
  Đ: 'D',
  Ħ: 'H',
  Ĳ: 'IJ',
  ĸ: 'Q',
  Ŀ: 'L',
  Ł: 'L',
  Ŋ: 'N',
  Œ: 'OE',
  Ŧ: 'T',
  Ə: 'E',
};

/** Left out without a trace: apostrophes of any shape, commas, full stops, middle dots (Doc 9303-3 §4.6). */
const DROPPED = /['’‘ʼʻ`´.,·]/;
const SEPARATORS = /[\s\u00ad\u2010-\u2015-]/;
const MARKS = /\p{M}+/gu;

function letterOf(character: string): string {
  if (/^[A-Z]$/.test(character)) return character;
  if (DROPPED.test(character)) return '';
  if (SEPARATORS.test(character)) return '<';
  const special = SPECIAL[character];
  if (special !== undefined) return special;
  const base = character.normalize('NFD').replace(MARKS, '');
  const spelled = SPECIAL[base] ?? base;
  if (/^[A-Z]*$/.test(spelled)) return spelled;
  throw new MrzError('mrz/name', 'a name holds a character that has no Latin spelling in ICAO Doc 9303-3 §6');
}

/**
 * A name as the zone writes it: upper-case A-Z, components separated by one `<` (ICAO Doc 9303-3 §4.6 and §6.A).
 * Where the standard offers a choice the longer spelling is taken: Ü is UE, Å is AA.
 * @throws MrzError `mrz/name` for digits and for scripts other than Latin.
 */
export function transliterateName(name: string): string {
  const upper = name.normalize('NFC').toUpperCase().normalize('NFC');
  return [...upper].map(letterOf).join('').split('<').filter(Boolean).join('<');
}
