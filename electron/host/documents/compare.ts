import type { Aamva, BarcodeResult, Truncation } from './barcode/index.ts';
import {
  compareFamilyNames,
  compareGivenNames,
  compareWithin,
  type NameVerdict,
  type SourceName,
} from './compare-names.ts';
import type { FullDate, Mrz } from './mrz/index.ts';

export type ComparedField = 'familyName' | 'givenNames' | 'birthDate' | 'documentNumber' | 'expiryDate';
export type ComparedSource = 'mrz' | 'barcode' | 'details';

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

export interface Sources {
  readonly mrz?: Mrz | null;
  readonly barcode?: BarcodeResult | null;
  readonly details?: TypedDetails | null;
}

export type ComparisonReason =
  | NameVerdict
  /** One of the two does not have it. */
  | 'missing'
  /** Alike as far as both are known: a date without its day or month. */
  | 'partial-date'
  /** The zone's two digits of the year agree, the century the other writes is not the one guessed for the zone. */
  | 'other-century'
  /** The barcode's name does not say which word is the family name, and the other's words are not all in it. */
  | 'unsplit-name'
  /** The two are different documents, whose numbers and dates of expiry have nothing to do with each other. */
  | 'other-document';

/** One field of two sources, in the manner of a check: what cannot be compared is not checked, which is not passed. */
export interface Comparison {
  readonly field: ComparedField;
  readonly between: readonly [ComparedSource, ComparedSource];
  readonly outcome: 'passed' | 'failed' | 'not-checked';
  readonly reason: ComparisonReason;
}

interface Person {
  readonly family?: SourceName;
  readonly given?: SourceName;
  readonly full?: string;
  readonly birthDate?: FullDate;
  readonly expiryDate?: FullDate;
  readonly documentNumber?: string;
  /** Its years have two digits. */
  readonly guessedCentury: boolean;
}

/** Shorter names leave room in any card's field. */
const LONG_NAME = 30;

/** Nothing for a name without a letter. */
function named(field: 'family' | 'given', text: string | undefined, cut: boolean): Partial<Person> {
  return text !== undefined && /\p{L}/u.test(text) ? { [field]: { text, cut } } : {};
}

function ofMrz({ fields, fullDates }: Mrz): Person {
  const cut = fields.truncatedPossible;
  return {
    ...named('family', fields.primary, cut),
    ...named('given', fields.secondary, cut),
    ...fullDates,
    ...(fields.documentNumber && { documentNumber: fields.documentNumber }),
    guessedCentury: true,
  };
}

function ofAamva({ fields, fullDates, truncation }: Aamva): Person {
  const isCut = (text: string | undefined, said: Truncation): boolean =>
    said === 'truncated' || (said === 'unknown' && (text?.length ?? 0) >= LONG_NAME);
  const { birthDate, expiryDate } = fullDates;
  return {
    ...named('family', fields.familyName, isCut(fields.familyName, truncation.family)),
    ...named('given', fields.givenNames, isCut(fields.givenNames, truncation.given)),
    ...(fields.fullName && { full: fields.fullName }),
    ...(birthDate && { birthDate }),
    ...(expiryDate && { expiryDate }),
    ...(fields.documentNumber && { documentNumber: fields.documentNumber }),
    guessedCentury: false,
  };
}

function ofBarcode(barcode: BarcodeResult): Person | undefined {
  if (barcode.kind === 'aamva') return ofAamva(barcode);
  if (barcode.kind === 'mrz-copy') return ofMrz(barcode.mrz);
  return barcode.kind === 'vds' && barcode.mrz?.kind === 'mrz' ? ofMrz(barcode.mrz) : undefined;
}

function typedDay(text: string | undefined): FullDate | undefined {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) ? { text, precision: 'day' } : undefined;
}

function ofDetails(details: TypedDetails): Person {
  const [birthDate, expiryDate] = [typedDay(details.birthDate), typedDay(details.expiryDate)];
  return {
    ...named('family', details.familyName, false),
    ...named('given', details.givenNames, false),
    ...(birthDate && { birthDate }),
    ...(expiryDate && { expiryDate }),
    ...(details.documentNumber?.trim() && { documentNumber: details.documentNumber }),
    guessedCentury: false,
  };
}

type Finding = Pick<Comparison, 'outcome' | 'reason'>;

const MISSING: Finding = { outcome: 'not-checked', reason: 'missing' };

function byVerdict(reason: NameVerdict): Finding {
  if (reason === 'different') return { outcome: 'failed', reason };
  if (reason === 'spelling' || reason === 'other-script') return { outcome: 'not-checked', reason };
  return { outcome: 'passed', reason };
}

/** A barcode's unsplit name is compared with both names of the other at once, and the finding stands for both. */
function names(left: Person, right: Person, field: 'family' | 'given'): Finding {
  const full = left.full ?? right.full;
  if (full !== undefined) {
    const other = left.full === undefined ? left : right;
    if (!other.family || (field === 'given' && !other.given)) return MISSING;
    const verdict = compareWithin(full, other.family, other.given);
    return verdict === 'different' ? { outcome: 'not-checked', reason: 'unsplit-name' } : byVerdict(verdict);
  }
  const [ours, theirs] = [left[field], right[field]];
  if (!ours || !theirs) return MISSING;
  return byVerdict((field === 'family' ? compareFamilyNames : compareGivenNames)(ours, theirs));
}

/** As far as both are known. Years are compared by two digits where one of them has no more. */
function dates(left: Person, right: Person, field: 'birthDate' | 'expiryDate'): Finding {
  const [ours, theirs] = [left[field]?.text, right[field]?.text];
  if (ours === undefined || theirs === undefined) return MISSING;
  const length = Math.min(ours.length, theirs.length);
  const partial = ours.length !== theirs.length || length < 10;
  if (ours.slice(0, length) === theirs.slice(0, length))
    return { outcome: 'passed', reason: partial ? 'partial-date' : 'same' };
  const guessed = left.guessedCentury !== right.guessedCentury;
  if (guessed && ours.slice(2, length) === theirs.slice(2, length))
    return { outcome: 'passed', reason: 'other-century' };
  return { outcome: 'failed', reason: 'different' };
}

/** The zone writes numbers without spaces and hyphens (ICAO Doc 9303-3 §4.1). */
function numbers(left: Person, right: Person): Finding {
  const bare = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
  const [ours, theirs] = [left.documentNumber, right.documentNumber];
  if (ours === undefined || theirs === undefined) return MISSING;
  return bare(ours) === bare(theirs)
    ? { outcome: 'passed', reason: 'same' }
    : { outcome: 'failed', reason: 'different' };
}

function compareTwo(left: Person, right: Person, sameDocument: boolean): [ComparedField, Finding][] {
  const other: Finding = { outcome: 'not-checked', reason: 'other-document' };
  return [
    ['familyName', names(left, right, 'family')],
    ['givenNames', names(left, right, 'given')],
    ['birthDate', dates(left, right, 'birthDate')],
    ['documentNumber', sameDocument ? numbers(left, right) : other],
    ['expiryDate', sameDocument ? dates(left, right, 'expiryDate') : other],
  ];
}

/**
 * Compares what the zone, the barcode and the visitor say of the same person, field by field and two by two, with
 * what documents do to names in mind: cut fields, transliteration, hyphens, middle names left out. Pure; holds no
 * personal data in what it returns.
 * @param options.sameDocument `false` when zone and barcode are on two documents, a passport and a licence.
 */
export function compareSources(
  { mrz, barcode, details }: Sources,
  options: { readonly sameDocument?: boolean } = {},
): Comparison[] {
  const { sameDocument = true } = options;
  const people: readonly (readonly [ComparedSource, Person | undefined])[] = [
    ['mrz', mrz ? ofMrz(mrz) : undefined],
    ['barcode', barcode ? ofBarcode(barcode) : undefined],
    ['details', details ? ofDetails(details) : undefined],
  ];
  return people.flatMap(([source, person], index) =>
    people.slice(index + 1).flatMap(([other, another]) => {
      if (!person || !another) return [];
      const same = sameDocument || source === 'details' || other === 'details';
      return compareTwo(person, another, same).map(([field, finding]) => ({
        field,
        between: [source, other] as const,
        ...finding,
      }));
    }),
  );
}
