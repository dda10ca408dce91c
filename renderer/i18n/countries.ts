import codes from 'i18n-iso-countries/codes.json';
import ar from 'i18n-iso-countries/langs/ar.json';
import de from 'i18n-iso-countries/langs/de.json';
import en from 'i18n-iso-countries/langs/en.json';
import es from 'i18n-iso-countries/langs/es.json';
import fr from 'i18n-iso-countries/langs/fr.json';
import pl from 'i18n-iso-countries/langs/pl.json';
import pt from 'i18n-iso-countries/langs/pt.json';
import tr from 'i18n-iso-countries/langs/tr.json';
import type { Country } from './country-search.ts';
import type { Messages } from './en.ts';
import type { Language } from './index.ts';

type Names = Record<string, string | string[]>;
const names: Record<Language, Names> = {
  ar: ar.countries,
  de: de.countries,
  en: en.countries,
  es: es.countries,
  fr: fr.countries,
  pl: pl.countries,
  pt: pt.countries,
  tr: tr.countries,
};

/** Issuers of documents that are no ISO 3166 country (ICAO Doc 9303-3 §5); the specimen state is offered by the host alone. */
const beyondIso = ['EUE', 'UNO', 'UNK', 'XOM', 'XPO', 'XXA', 'XXB'] as const;
const notIssuers = new Set(['AQ', 'BV', 'HM', 'TF', 'UM']);

/** The code in the machine-readable zone: ISO alpha-3 but for Germany (D) and Kosovo (RKS). */
function icaoOf(alpha2: string, alpha3: string): string {
  if (alpha2 === 'DE') return 'D';
  return alpha2 === 'XK' ? 'RKS' : alpha3;
}

/** What may stand as the issuer in a document, named in the visitor's language, in its alphabetical order. */
export function icaoCountries(language: Language, words: Messages['countries']): Country[] {
  const countries: Country[] = [];
  for (const [alpha2, alpha3] of codes as [string, string][]) {
    const name = first(names[language][alpha2]);
    if (!name || notIssuers.has(alpha2)) continue;
    const english = names.en[alpha2];
    countries.push({
      code: icaoOf(alpha2, alpha3),
      name,
      others: [alpha2, alpha3, ...rest(names[language][alpha2]), ...[english ?? []].flat()],
    });
  }
  for (const code of beyondIso) countries.push({ code, name: words[code], others: [] });
  const order = new Intl.Collator(language);
  return countries.sort((a, b) => order.compare(a.name, b.name));
}

/** The name of an issuer or nationality as it stands in a zone; the code itself where it has none. */
export function countryName(code: string, language: Language, words: Messages['countries']): string {
  const own = words[code as keyof Messages['countries']];
  if (own) return own;
  const row = (codes as [string, string][]).find(
    ([alpha2, alpha3]) => icaoOf(alpha2, alpha3) === code || alpha3 === code,
  );
  return (row && first(names[language][row[0]])) ?? code;
}

function first(name: string | string[] | undefined): string | undefined {
  return Array.isArray(name) ? name[0] : name;
}

function rest(name: string | string[] | undefined): string[] {
  return Array.isArray(name) ? name.slice(1) : [];
}
