import { transliterateName } from '../mrz/index.ts';

/**
 * Letters that documents write in more than one way: the zone's long spelling, the bare letter of most licences, and
 * the XX of some states (ICAO Doc 9303-3 §6.A).
 */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  Ä: ['AE', 'A'],
  Å: ['AA', 'A'],
  Æ: ['AE', 'A'],
  Ñ: ['N', 'NXX'],
  Ö: ['OE', 'O'],
  Ø: ['OE', 'O'],
  Œ: ['OE', 'O'],
  Ü: ['UE', 'U', 'UXX'],
  Ĳ: ['IJ', 'Y'],
};
const MOST_SPELLINGS = 64;

/** A name in the alphabet of the zone, in words. */
export type Words = readonly string[];

function spellingsOf(character: string): readonly string[] {
  const several = SPELLINGS[character];
  if (several) return several;
  // A space alone would be trimmed away.
  return [/\s|\p{Pd}|<|,/u.test(character) ? ' ' : transliterateName(character).replaceAll('<', ' ')];
}

/**
 * Every way a document may spell a name: upper-case A-Z, cut into words at spaces, hyphens and fillers, apostrophes
 * dropped. The zone's own spelling comes first. `undefined` for scripts that the zone's alphabet has no rule for.
 */
export function spellings(name: string): Words[] | undefined {
  const upper = name.normalize('NFC').toUpperCase().normalize('NFC');
  let forms = [''];
  try {
    for (const character of upper) {
      const next = spellingsOf(character);
      const some = forms.length * next.length > MOST_SPELLINGS ? next.slice(0, 1) : next;
      forms = some.flatMap((spelling) => forms.map((form) => form + spelling));
    }
  } catch {
    return undefined;
  }
  return forms.map((form) => form.split(' ').filter(Boolean));
}

/**
 * A spelling in which the long and the bare way to write a letter fall together. Different names fall together too
 * (Michael and Michal), so equality here is a question, not an answer.
 */
export function folded(words: Words): string {
  return words.join('').replace(/([AOU])E|A(?=A)|([NU])XX/g, '$1$2');
}
