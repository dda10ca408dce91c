import { folded, spellings, type Words } from './name-spellings.ts';

/** A name as one source has it. */
export interface SourceName {
  readonly text: string;
  /** The source had no room for more, or may not have had. */
  readonly cut: boolean;
}

export type NameVerdict =
  /** Letter for letter, in one of the ways to spell it. */
  | 'same'
  /** Alike up to where one of them is cut. */
  | 'same-up-to-cut'
  /** One gives fewer given names than the other. */
  | 'fewer-names'
  /** One gives the first letter of some given names. */
  | 'initials'
  /** Alike if the long and the bare way to write a letter are the same; a person has to look. */
  | 'spelling'
  | 'different'
  | 'other-script';

/** A shorter stump says too little. */
const LEAST_STUMP = 3;

type Judge = (left: Words, right: Words) => NameVerdict;

const ORDER: readonly NameVerdict[] = [
  'same',
  'same-up-to-cut',
  'fewer-names',
  'initials',
  'spelling',
  'different',
];

/** The best any two spellings of the names allow. */
function best(left: SourceName, right: SourceName, judge: Judge): NameVerdict {
  const [ours, theirs] = [spellings(left.text), spellings(right.text)];
  if (!ours || !theirs) return 'other-script';
  const verdicts = new Set(ours.flatMap((one) => theirs.map((other) => judge(one, other))));
  return ORDER.find((verdict) => verdicts.has(verdict)) ?? 'different';
}

function isStumpOf(stump: string, whole: string): boolean {
  return stump.length >= LEAST_STUMP && whole.startsWith(stump);
}

/** Family names agree as a whole; spaces and hyphens do not count, for documents drop and add them. */
export function compareFamilyNames(left: SourceName, right: SourceName): NameVerdict {
  return best(left, right, (ours, theirs) => {
    const [a, b] = [ours.join(''), theirs.join('')];
    if (a === '' || b === '') return 'different';
    if (a === b) return 'same';
    if ((left.cut && isStumpOf(a, b)) || (right.cut && isStumpOf(b, a))) return 'same-up-to-cut';
    return folded(ours) === folded(theirs) ? 'spelling' : 'different';
  });
}

type Fit = 'whole' | 'initial' | 'stump';

function fitOf(short: string, long: string, mayBeCut: boolean): Fit | undefined {
  if (short === long) return 'whole';
  if (mayBeCut && long.startsWith(short)) return 'stump';
  const [letter, other] = short.length <= long.length ? [short, long] : [long, short];
  return letter.length === 1 && other.startsWith(letter) ? 'initial' : undefined;
}

/** How the words of one stand in the other, in its order; `undefined` when one of them does not. */
function fitsIn(few: Words, many: Words, fewCut: boolean): Fit[] | undefined {
  const fits: Fit[] = [];
  let from = 0;
  for (const [index, word] of few.entries()) {
    const mayBeCut = fewCut && index === few.length - 1;
    const at = many.findIndex((other, place) => place >= from && fitOf(word, other, mayBeCut) !== undefined);
    if (at < 0) return undefined;
    fits.push(fitOf(word, many[at] ?? '', mayBeCut) ?? 'whole');
    from = at + 1;
  }
  return fits;
}

function verdictOf(fits: readonly Fit[], fewer: boolean): NameVerdict {
  if (!fits.includes('whole') && !fits.includes('stump')) return 'different';
  if (fits.includes('initial')) return 'initials';
  if (fits.includes('stump')) return 'same-up-to-cut';
  return fewer ? 'fewer-names' : 'same';
}

/**
 * Given names agree when those of one are among those of the other, in order: people and licences leave names out or
 * write their first letters. At least one name has to be there in full.
 */
export function compareGivenNames(left: SourceName, right: SourceName): NameVerdict {
  return best(left, right, (ours, theirs) => {
    if (ours.length === 0 || theirs.length === 0) return 'different';
    if (ours.join('') === theirs.join('')) return 'same';
    const leftFewer = ours.length <= theirs.length;
    const [few, many, cut] = leftFewer ? [ours, theirs, left.cut] : [theirs, ours, right.cut];
    const fits =
      fitsIn(few, many, cut) ??
      (few.length === many.length && (leftFewer ? right.cut : left.cut)
        ? fitsIn(many, few, true)
        : undefined);
    if (fits) {
      const verdict = verdictOf(fits, few.length < many.length);
      // What is missing may have been cut off.
      return verdict === 'fewer-names' && cut ? 'same-up-to-cut' : verdict;
    }
    return folded(ours) === folded(theirs) ? 'spelling' : 'different';
  });
}

/**
 * Whether family and given names can stand in one unsplit name, the family name last or first. Says for both at once.
 */
export function compareWithin(full: string, family: SourceName, given: SourceName | undefined): NameVerdict {
  return best({ text: full, cut: false }, family, (words, wanted) => {
    const name = wanted.join('');
    if (name === '') return 'different';
    for (let count = 1; count <= words.length; count += 1) {
      const ends: readonly (readonly [Words, Words])[] = [
        [words.slice(-count), words.slice(0, -count)],
        [words.slice(0, count), words.slice(count)],
      ];
      for (const [part, rest] of ends) {
        if (part.join('') !== name) continue;
        if (!given) return 'same';
        const verdict = compareGivenNames({ text: rest.join(' '), cut: false }, given);
        if (verdict !== 'different') return verdict;
      }
    }
    return 'different';
  });
}
