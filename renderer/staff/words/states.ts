import codes from 'i18n-iso-countries/codes.json';
import english from 'i18n-iso-countries/langs/en.json';

const alpha2 = new Map((codes as string[][]).map(([two, three]) => [three, two]));
const names = english.countries as Record<string, string | string[]>;

/** Codes of the machine-readable zone that ISO 3166 does not have (ICAO Doc 9303-3 §5). */
const beyondIso: Record<string, string> = {
  D: 'Germany',
  RKS: 'Kosovo',
  UTO: 'Utopia (specimen)',
  EUE: 'European Union',
  UNO: 'United Nations',
  UNA: 'United Nations agency',
  UNK: 'UN mission in Kosovo',
  XOM: 'Order of Malta',
  XPO: 'Interpol',
  XXA: 'Stateless person',
  XXB: 'Refugee',
  XXC: 'Refugee (other)',
  XXX: 'Unspecified',
  GBD: 'British Overseas Territories citizen',
  GBN: 'British National (Overseas)',
  GBO: 'British Overseas citizen',
  GBP: 'British protected person',
  GBS: 'British subject',
};

/** The state or nationality behind a code of the zone, in English; an unknown code stays a code. */
export function stateName(code: string): string {
  const known = Object.hasOwn(beyondIso, code) ? beyondIso[code] : names[alpha2.get(code) ?? ''];
  return (Array.isArray(known) ? known[0] : known) ?? code;
}

/** The state behind the country of a certificate (ISO 3166-1 alpha-2, ICAO Doc 9303-3 for what is beyond it), in English. */
export function certificateState(code: string): string {
  const two = code.toUpperCase();
  if (two === '') return 'Unnamed';
  if (Object.hasOwn(beyondCertificates, two)) return beyondCertificates[two] as string;
  const known = Object.hasOwn(names, two) ? names[two] : undefined;
  return (Array.isArray(known) ? known[0] : known) ?? code;
}

const beyondCertificates: Record<string, string> = {
  UT: 'Utopia (specimen)',
  EU: 'European Union',
  UN: 'United Nations',
  KS: 'Kosovo',
  XK: 'Kosovo',
};
