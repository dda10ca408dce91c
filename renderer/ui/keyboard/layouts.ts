/** The letters of one layout in three rows, as on the keyboards sold where the language is spoken. */
export interface Layout {
  rows: readonly [string, string, string];
  /** Letters with marks that the language needs often, in a row of their own. */
  accents: string;
  direction: 'ltr' | 'rtl';
}

export type KeyboardMode = 'name' | 'email' | 'search';

const qwerty: Layout = { rows: ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'], accents: '', direction: 'ltr' };

const layouts: Record<string, Layout> = {
  en: qwerty,
  de: { rows: ['qwertzuiopü', 'asdfghjklöä', 'yxcvbnmß'], accents: '', direction: 'ltr' },
  fr: { rows: ['azertyuiop', 'qsdfghjklm', 'wxcvbn'], accents: 'éèêëàâçîïôùû', direction: 'ltr' },
  es: { rows: ['qwertyuiop', 'asdfghjklñ', 'zxcvbnm'], accents: 'áéíóúü', direction: 'ltr' },
  pt: { rows: ['qwertyuiop', 'asdfghjklç', 'zxcvbnm'], accents: 'ãõáéíóúâêôà', direction: 'ltr' },
  pl: { rows: ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'], accents: 'ąćęłńóśźż', direction: 'ltr' },
  tr: { rows: ['qwertyuıopğü', 'asdfghjklşi', 'zxcvbnmöç'], accents: '', direction: 'ltr' },
  ar: { rows: ['ضصثقفغعهخحجد', 'شسيبلاتنمكطذ', 'ئءؤرىةوزظأإآ'], accents: '', direction: 'rtl' },
};

/** The layout of a language; a language without one of its own gets qwerty. */
export function layoutFor(language: string): Layout {
  return layouts[language.slice(0, 2)] ?? qwerty;
}

/** Whether the language writes with other letters than Latin, so that both are needed. */
export function needsLatinToo(language: string): boolean {
  return layoutFor(language).direction === 'rtl';
}

const digits = '1234567890';

export const symbolRows: readonly [string, string, string] = [digits, "-_.'@&+/#", '!?,:;()=~'];

/** The row under the letters: what this kind of field needs beside them. */
export function extraRow(mode: KeyboardMode): readonly string[] {
  if (mode === 'email') return ['@', '.', '.com', '-', '_', '+'];
  return mode === 'name' ? ['-', '’', '.'] : ['-', '’'];
}

/** The digits stand open where the field needs them. */
export function digitRow(mode: KeyboardMode): string {
  return mode === 'email' ? digits : '';
}

const marked: Record<string, string> = {
  a: 'àáâãäåāăąæ',
  c: 'çćčĉċ',
  d: 'ďđð',
  e: 'èéêëēėęě',
  g: 'ğģĝġ',
  h: 'ħĥ',
  i: 'ìíîïīįıİ',
  j: 'ĵ',
  k: 'ķ',
  l: 'łľļĺ',
  n: 'ñńňņ',
  o: 'òóôõöøōőœ',
  r: 'řŕ',
  s: 'śšşșŝß',
  t: 'ťțţþ',
  u: 'ùúûüūůűų',
  w: 'ŵ',
  y: 'ýÿŷ',
  z: 'źžż',
  ı: 'iîï',
  ا: 'أإآٱ',
  ي: 'ىئ',
  ه: 'ة',
  و: 'ؤ',
};

/** What a long press on a letter offers; empty where it offers nothing. */
export function accentsOf(letter: string): readonly string[] {
  return [...(marked[letter] ?? '')];
}
