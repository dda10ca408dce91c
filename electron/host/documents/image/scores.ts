import { sameToCheckDigit } from '../mrz/index.ts';
import { GLYPHS, glyphIndex } from './alphabet.ts';

/** Log probabilities of the alphabet per line and cell, impossible characters far below all others. */
export type Scores = readonly (readonly Float64Array[])[];

export const IMPOSSIBLE = -99;

export function likeliest(scores: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < GLYPHS.length; i += 1) if (scores[i]! > scores[best]!) best = i;
  return best;
}

export function toText(chosen: readonly (readonly number[])[]): string[] {
  return chosen.map((line) => line.map((one) => GLYPHS[one]).join(''));
}

/** Probability of a character among those its position allows. */
export function confidenceOf(scores: Float64Array, character: string): number {
  let sum = 0;
  for (const score of scores) if (score > IMPOSSIBLE) sum += Math.exp(score);
  return Math.exp(scores[glyphIndex(character)]!) / sum;
}

/** For each character of the alphabet, those that a check digit takes for the same. */
const UNNOTICED: readonly (readonly number[])[] = [...GLYPHS].map((glyph) =>
  sameToCheckDigit(glyph).map(glyphIndex),
);

/**
 * The likeliest other character, of those that no check digit would notice in this one's place, and the probability of
 * all of them together. `covered`: a check digit covers the place.
 */
export function rivalOf(
  scores: Float64Array,
  character: string,
  covered: boolean,
): { rival: string; share: number } {
  const own = glyphIndex(character);
  let all = 0;
  let best = { glyph: own, part: 0 };
  let share = 0;
  for (let glyph = 0; glyph < GLYPHS.length; glyph += 1) {
    if (scores[glyph]! <= IMPOSSIBLE) continue;
    const part = Math.exp(scores[glyph]!);
    all += part;
    if (glyph === own || (covered && !UNNOTICED[own]!.includes(glyph))) continue;
    share += part;
    if (part > best.part) best = { glyph, part };
  }
  return { rival: GLYPHS[best.glyph]!, share: share / all };
}
