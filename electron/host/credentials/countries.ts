import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };

const ALPHA_2 = new Map<string, string>(codes.map(([alpha2, alpha3]) => [alpha3!, alpha2!]));

/**
 * ICAO Doc 9303-3 §5 codes that are in ISO 3166-1 under another name. RKS is Kosovo, for which ISO leaves XK to users.
 */
const ICAO_TO_ALPHA_2 = new Map([
  ['D', 'DE'],
  ['RKS', 'XK'],
]);

/**
 * ICAO Doc 9303-3 §5, Part B to D: codes without an ISO 3166-1 country. They are kept as they are, which OpenID
 * Connect for Identity Assurance §4.1 allows for nationalities, rather than bent into a country they do not mean.
 */
const ICAO_ONLY = new Set([
  ...['GBD', 'GBN', 'GBO', 'GBP', 'GBS'],
  ...[
    'EUE',
    'UNO',
    'UNA',
    'UNK',
    'XBA',
    'XIM',
    'XCC',
    'XCE',
    'XCO',
    'XEC',
    'XPO',
    'XES',
    'XMP',
    'XOM',
    'XDC',
  ],
  'UTO',
]);

/** Stateless, refugee (1951 Convention), refugee (other), nationality not stated. */
const NO_NATIONALITY = new Set(['XXA', 'XXB', 'XXC', 'XXX']);

/**
 * The ISO 3166-1 alpha-2 code of an ICAO code, the ICAO code itself where ISO has none, or null where there is no
 * country to name: stateless persons, refugees, and codes nobody has assigned.
 */
export function countryCode(icao: string): string | null {
  const code = icao.replaceAll('<', '').trim().toUpperCase();
  if (NO_NATIONALITY.has(code)) return null;
  return ICAO_TO_ALPHA_2.get(code) ?? ALPHA_2.get(code) ?? (ICAO_ONLY.has(code) ? code : null);
}
