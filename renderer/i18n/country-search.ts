export interface Country {
  /** As the issuer stands in a machine-readable zone (ICAO Doc 9303-3 §5). */
  code: string;
  name: string;
  /** Other names and codes it is found by. */
  others: readonly string[];
}

const letters: Record<string, string> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ð: 'd',
  þ: 'th',
};
const arabic: Record<string, string> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ة: 'ه', ؤ: 'و', ئ: 'ي' };

/** A text as one looks for it: no case, no marks, one kind of space, Arabic letters in their plain form. */
export function foldText(text: string): string {
  return text
    .replace(/[\u0622-\u0626\u0629\u0649\u0671]/g, (letter) => arabic[letter] ?? letter)
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(/[ıłøđßæœðþ]/g, (letter) => letters[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * The countries a typed text may mean, best first: its code exactly, a name that begins so, a word of a name that
 * begins so, then any part of a name. An empty text means all.
 */
export function searchCountries(countries: readonly Country[], typed: string): Country[] {
  const query = foldText(typed);
  if (!query) return [...countries];
  const ranked: { country: Country; rank: number }[] = [];
  for (const country of countries) {
    const rank = rankOf(country, query);
    if (rank < 9) ranked.push({ country, rank });
  }
  return ranked.sort((a, b) => a.rank - b.rank).map((one) => one.country);
}

function rankOf({ code, name, others }: Country, query: string): number {
  const own = foldText(name);
  const all = [own, ...others.map(foldText)];
  if (foldText(code) === query || all.includes(query)) return 0;
  if (own.startsWith(query)) return 1;
  // Arabic names carry their article; one looks for them without it as well.
  if (own.split(' ').some((word) => word.startsWith(query) || word.replace(/^ال/, '').startsWith(query)))
    return 2;
  if (all.some((one) => one.startsWith(query))) return 3;
  if (query.length >= 2 && all.some((one) => one.split(' ').some((word) => word.startsWith(query)))) return 4;
  return query.length >= 3 && all.some((one) => one.includes(query)) ? 5 : 9;
}
