import type { DocumentField } from '../../../contract/index.ts';
import type { BarcodeResult } from '../barcode/index.ts';
import type { Mrz } from '../mrz/index.ts';
import { compareFamilyNames, compareGivenNames, compareWithin, type NameVerdict } from './compare-names.ts';
import { type Person, personOfBarcode, personOfDetails, personOfMrz, type TypedDetails } from './person.ts';

export type ComparedSource = 'mrz' | 'barcode' | 'details';

export interface Compared {
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

export interface Finding {
  readonly outcome: 'passed' | 'failed' | 'not-checked';
  readonly reason: ComparisonReason;
}

/** One field of two sources, in the manner of a check: what cannot be compared is not checked, which is not passed. */
export interface Comparison extends Finding {
  readonly field: DocumentField;
  readonly between: readonly [ComparedSource, ComparedSource];
}

const MISSING: Finding = { outcome: 'not-checked', reason: 'missing' };

function byVerdict(reason: NameVerdict): Finding {
  if (reason === 'different') return { outcome: 'failed', reason };
  if (reason === 'spelling' || reason === 'other-script') return { outcome: 'not-checked', reason };
  return { outcome: 'passed', reason };
}

/** A barcode's unsplit name is compared with both names of the other at once, and the finding stands for both. */
function names(left: Person, right: Person, field: 'familyName' | 'givenNames'): Finding {
  const full = left.full ?? right.full;
  if (full !== undefined) {
    const other = left.full === undefined ? left : right;
    if (!other.familyName || (field === 'givenNames' && !other.givenNames)) return MISSING;
    const verdict = compareWithin(full, other.familyName, other.givenNames);
    return verdict === 'different' ? { outcome: 'not-checked', reason: 'unsplit-name' } : byVerdict(verdict);
  }
  const [ours, theirs] = [left[field], right[field]];
  if (!ours || !theirs) return MISSING;
  return byVerdict((field === 'familyName' ? compareFamilyNames : compareGivenNames)(ours, theirs));
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
const bare = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

function codes(
  left: Person,
  right: Person,
  field: 'documentNumber' | 'sex' | 'nationality' | 'issuer',
): Finding {
  const [ours, theirs] = [left[field], right[field]];
  if (ours === undefined || theirs === undefined) return MISSING;
  return bare(ours) === bare(theirs)
    ? { outcome: 'passed', reason: 'same' }
    : { outcome: 'failed', reason: 'different' };
}

/** What two sources of the same document say of one field. Symmetric. */
export function compareField(left: Person, right: Person, field: DocumentField): Finding {
  switch (field) {
    case 'familyName':
    case 'givenNames':
      return names(left, right, field);
    case 'birthDate':
    case 'expiryDate':
      return dates(left, right, field);
    default:
      return codes(left, right, field);
  }
}

/** What a visitor can type, and what documents alone say. */
const TYPED: readonly DocumentField[] = [
  'familyName',
  'givenNames',
  'birthDate',
  'documentNumber',
  'expiryDate',
];
const PRINTED: readonly DocumentField[] = [...TYPED, 'sex', 'nationality', 'issuer'];

/** Of one person, two documents of theirs need not say the same of these. */
const OF_THE_DOCUMENT: ReadonlySet<DocumentField> = new Set(['documentNumber', 'expiryDate', 'issuer']);

/**
 * Compares what the zone, the barcode and the visitor say of the same person, field by field and two by two, with
 * what documents do to names in mind: cut fields, transliteration, hyphens, middle names left out. Pure; holds no
 * personal data in what it returns.
 * @param options.sameDocument `false` when zone and barcode are on two documents, a passport and a licence.
 */
export function compareSources(
  { mrz, barcode, details }: Compared,
  options: { readonly sameDocument?: boolean } = {},
): Comparison[] {
  const { sameDocument = true } = options;
  const people: readonly (readonly [ComparedSource, Person | undefined])[] = [
    ['mrz', mrz ? personOfMrz(mrz) : undefined],
    ['barcode', barcode ? personOfBarcode(barcode) : undefined],
    ['details', details ? personOfDetails(details) : undefined],
  ];
  return people.flatMap(([source, person], index) =>
    people.slice(index + 1).flatMap(([other, another]) => {
      if (!person || !another) return [];
      const typed = other === 'details';
      return (typed ? TYPED : PRINTED).map((field) => ({
        field,
        between: [source, other] as const,
        ...(!sameDocument && !typed && OF_THE_DOCUMENT.has(field)
          ? ({ outcome: 'not-checked', reason: 'other-document' } as const)
          : compareField(person, another, field)),
      }));
    }),
  );
}
