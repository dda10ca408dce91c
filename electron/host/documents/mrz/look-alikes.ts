/**
 * Characters that readers and people take for one another in OCR-B, a letter and a digit each. These are tried
 * wherever the standard allows both.
 */
const PAIRS = ['O0', 'Q0', 'D0', 'I1', 'Z2', 'S5', 'G6', 'B8'] as const;

/** More, tried only where the character read cannot stand: they would make too much of a number doubtful. */
const FORCED: Readonly<Record<string, string>> = {
  L: '1',
  A: '4',
  T: '7',
  U: '0',
  K: '<',
  '1': 'L',
  '4': 'A',
  '7': 'T',
  '(': '<',
  '[': '<',
  '{': '<',
  $: 'S5',
  '§': 'S',
  '!': 'I1',
  '€': 'E',
  '£': 'E',
  ß: 'B8',
};

const FREE = new Map<string, string>();
for (const pair of PAIRS) {
  const [letter = '', digit = ''] = pair;
  FREE.set(letter, (FREE.get(letter) ?? '') + digit);
  FREE.set(digit, (FREE.get(digit) ?? '') + letter);
}

/** What a character that may stand where it is could have been instead; likeliest first, empty for most. */
export function looksLike(character: string): string {
  return FREE.get(character) ?? '';
}

/** What a character that cannot stand where it is may have been; likeliest first. */
export function mustHaveBeen(character: string): string {
  return looksLike(character) + (FORCED[character] ?? '');
}

/** Signs that are the filler in other typefaces and scripts, and nothing else. */
export const FILLER_SIGNS = '‹〈〈⟨＜﹤˂≺';

/** Signs that stand for one filler or two: readers merge two into a quotation mark. */
export const DOUBLE_FILLER_SIGNS = '«≪《';
