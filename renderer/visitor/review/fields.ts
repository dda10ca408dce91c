import type { DocumentField, ReadField } from '../../../electron/contract/index.ts';
import { countryName, type Language, longDate, type Messages } from '../../i18n/index.ts';

/** A value as a person reads it: dates written out, states by their names. */
export function valueText({ field, value }: ReadField, m: Messages, language: Language): string {
  if (!value) return m.review.notRead;
  switch (field) {
    case 'birthDate':
    case 'expiryDate':
      return longDate(value, language);
    case 'nationality':
    case 'issuer':
      return countryName(value, language, m.countries);
    case 'sex':
      return Object.hasOwn(m.review.sexes, value) ? m.review.sexes[value as 'M' | 'F' | 'X'] : value;
    default:
      return value;
  }
}

/** Where a value was read, in few words. */
export function sourceText({ from }: ReadField, { review }: Messages): string {
  return from.map((source) => review.sources[source]).join(' · ');
}

/** What makes a value doubtful. */
export function doubts({ differs, assurance }: ReadField, { review }: Messages): string[] {
  return [...(differs ? [review.differs] : []), ...(assurance === 'repaired' ? [review.repaired] : [])];
}

export interface Asked {
  /** What the visitor is to compare, and what a check digit or the chip has settled; each in the host's order. */
  compare: ReadField[];
  settled: ReadField[];
  /** Changes with every value that is asked for: a confirmation belongs to the values it was given to. */
  key: string;
}

export function askedOf(fields: readonly ReadField[]): Asked {
  const compare = fields.filter(({ confirm }) => confirm);
  return {
    compare,
    settled: fields.filter(({ confirm }) => !confirm),
    key: JSON.stringify(compare.map(({ field, value }) => [field, value])),
  };
}

export function confirmedFields({ compare }: Asked): DocumentField[] {
  return compare.map(({ field }) => field);
}
