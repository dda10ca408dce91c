import { isMrzText } from './check-digit.ts';
import { MrzError } from './errors.ts';

/** A character and all others that every check digit over it would take for the same. */
export interface UndetectableChange {
  /** From 0. */
  readonly position: number;
  readonly from: string;
  /** In the order of the alphabet. */
  readonly to: readonly string[];
}

const ALPHABET = '<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function remainder(character: string): number {
  return character === '<' ? 0 : Number.parseInt(character, 36) % 10;
}

/**
 * The characters the check digit cannot tell from `character`. The weights 7, 3 and 1 have no factor in common with
 * 10, so it does not matter where the character stands: two look the same when their values differ by 10, 20 or 30
 * (ICAO Doc 9303-3 §4.9). Among these: 6 and G, K and the filler.
 * @throws MrzError `mrz/characters` for a character outside A-Z, 0-9, `<`.
 */
export function sameToCheckDigit(character: string): string[] {
  if (character.length !== 1 || !isMrzText(character))
    throw new MrzError('mrz/characters', 'check digits are defined over A-Z, 0-9 and < only');
  return [...ALPHABET].filter((other) => other !== character && remainder(other) === remainder(character));
}

/**
 * Every change of a single character in a checked field that its check digit cannot notice.
 * @param field the field's characters, fillers included.
 * @throws MrzError `mrz/characters` for text outside A-Z, 0-9, `<`.
 */
export function undetectableChanges(field: string): UndetectableChange[] {
  return [...field].map((from, position) => ({ position, from, to: sameToCheckDigit(from) }));
}
