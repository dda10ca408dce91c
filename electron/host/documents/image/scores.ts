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
