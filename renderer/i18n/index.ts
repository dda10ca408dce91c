import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type Messages } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';
import { tr } from './tr.ts';

export { countryName, icaoCountries } from './countries.ts';
export { type Country, foldText, searchCountries } from './country-search.ts';
export type { Messages } from './en.ts';

export const dictionaries = { en, de, fr, es, pt, pl, tr, ar } satisfies Record<string, Messages>;
export type Language = keyof typeof dictionaries;

/** The shipped language nearest to a code such as `de-AT`; English where there is none. */
export function shippedLanguage(code: string): Language {
  const language = code.slice(0, 2);
  return language in dictionaries ? (language as Language) : 'en';
}

export function messagesIn(code: string): Messages {
  return dictionaries[shippedLanguage(code)];
}

export function directionOf(code: string): 'ltr' | 'rtl' {
  return shippedLanguage(code) === 'ar' ? 'rtl' : 'ltr';
}

/** When something ends, to the minute, and its day where that is not today; `at` and `now` are Unix milliseconds. */
export function timeOfDay(at: number, code: string, now = Date.now()): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(`${code}-u-ca-gregory-nu-latn`, {
    timeStyle: 'short',
    ...(today ? {} : { dateStyle: 'long' }),
  }).format(new Date(at));
}

/**
 * A calendar date (`1985-07-02`) in words of the language; the text itself where it is no whole date.
 * Documents are dated by the Gregorian calendar, whatever calendar the language prefers.
 */
export function longDate(text: string, code: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(date.getTime())) return text;
  return new Intl.DateTimeFormat(`${code}-u-ca-gregory-nu-latn`, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(date);
}
