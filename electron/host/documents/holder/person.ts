import type { Aamva, BarcodeResult, Truncation } from '../barcode/index.ts';
import type { FullDate, Mrz } from '../mrz/index.ts';
import { compareFamilyNames, compareGivenNames, type NameVerdict, type SourceName } from './compare-names.ts';
import { type ChipSource, mrzOfBarcode } from './sources.ts';

/** What a visitor typed or confirmed, as far as they did. */
export interface TypedDetails {
  readonly familyName?: string;
  readonly givenNames?: string;
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
  readonly documentNumber?: string;
  /** YYYY-MM-DD. */
  readonly expiryDate?: string;
}

/** What one source says of the person and the document; what it does not say is absent. */
export interface Person {
  readonly familyName?: SourceName;
  readonly givenNames?: SourceName;
  /** A name that does not say which word is the family name. */
  readonly full?: string;
  readonly birthDate?: FullDate;
  readonly expiryDate?: FullDate;
  readonly documentNumber?: string;
  readonly sex?: string;
  /** ICAO Doc 9303-3 §5. */
  readonly nationality?: string;
  readonly issuer?: string;
  /** Its years have two digits. */
  readonly guessedCentury: boolean;
}

/** Shorter names leave room in any card's field. */
const LONG_NAME = 30;

/** Nothing for a name without a letter. */
function named(field: 'familyName' | 'givenNames', text: string | undefined, cut: boolean): Partial<Person> {
  return text !== undefined && /\p{L}/u.test(text) ? { [field]: { text, cut } } : {};
}

export function personOfMrz({ fields, fullDates }: Mrz): Person {
  const cut = fields.truncatedPossible;
  return {
    ...named('familyName', fields.primary, cut),
    ...named('givenNames', fields.secondary, cut),
    ...fullDates,
    ...(fields.documentNumber && { documentNumber: fields.documentNumber }),
    ...(fields.sex && { sex: fields.sex }),
    ...(fields.nationality && { nationality: fields.nationality }),
    ...(fields.issuer && { issuer: fields.issuer }),
    guessedCentury: true,
  };
}

const AGREEING: ReadonlySet<NameVerdict> = new Set(['same', 'same-up-to-cut']);

/**
 * The zone in the chip, with the names as the state writes them where it signed them and they are the zone's: that one has
 * neither room nor letters for every name.
 */
export function personOfChip({ mrz, names, signed }: ChipSource): Person {
  const person = personOfMrz(mrz);
  const { familyName, givenNames } = person;
  if (!names || !signed) return person;
  const [family, given] = [names.familyName, names.givenNames].map((text) => ({ text, cut: false }));
  return {
    ...person,
    ...(family && familyName && AGREEING.has(compareFamilyNames(familyName, family))
      ? { familyName: family }
      : {}),
    ...(given && givenNames && AGREEING.has(compareGivenNames(givenNames, given))
      ? { givenNames: given }
      : {}),
  };
}

/** A licence does not say of what nationality its holder is. */
export function personOfAamva({ fields, fullDates, truncation, issuer }: Aamva): Person {
  const isCut = (text: string | undefined, said: Truncation): boolean =>
    said === 'truncated' || (said === 'unknown' && (text?.length ?? 0) >= LONG_NAME);
  const { birthDate, expiryDate } = fullDates;
  const country = fields.country ?? issuer.country;
  return {
    ...named('familyName', fields.familyName, isCut(fields.familyName, truncation.family)),
    ...named('givenNames', fields.givenNames, isCut(fields.givenNames, truncation.given)),
    ...(fields.fullName && { full: fields.fullName }),
    ...(birthDate && { birthDate }),
    ...(expiryDate && { expiryDate }),
    ...(fields.documentNumber && { documentNumber: fields.documentNumber }),
    ...(fields.sex && { sex: fields.sex }),
    ...(country && { issuer: country }),
    guessedCentury: false,
  };
}

export function personOfBarcode(barcode: BarcodeResult): Person | undefined {
  if (barcode.kind === 'aamva') return personOfAamva(barcode);
  const mrz = mrzOfBarcode(barcode);
  return mrz ? personOfMrz(mrz) : undefined;
}

function typedDay(text: string | undefined): FullDate | undefined {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) ? { text, precision: 'day' } : undefined;
}

export function personOfDetails(details: TypedDetails): Person {
  const [birthDate, expiryDate] = [typedDay(details.birthDate), typedDay(details.expiryDate)];
  return {
    ...named('familyName', details.familyName, false),
    ...named('givenNames', details.givenNames, false),
    ...(birthDate && { birthDate }),
    ...(expiryDate && { expiryDate }),
    ...(details.documentNumber?.trim() && { documentNumber: details.documentNumber }),
    guessedCentury: false,
  };
}
