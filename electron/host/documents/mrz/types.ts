/** The layouts this room reads: the five of ICAO Doc 9303 Parts 4 to 7 and four national ones. */
export type MrzFormat =
  | 'TD1'
  | 'TD2'
  | 'TD3'
  | 'MRVA'
  | 'MRVB'
  | 'FRA_ID'
  | 'FRA_DL'
  | 'CHE_DL'
  | 'SVK_ID_34';

export type CheckName = 'documentNumber' | 'birthDate' | 'expiryDate' | 'optional' | 'composite';
export type DateName = 'birthDate' | 'expiryDate';

/** `X` stands for the filler (unspecified, Doc 9303-4 note p); `null` for a character the standard does not allow. */
export type MrzSex = 'M' | 'F' | 'X' | null;

/**
 * What the zone says, trailing fillers removed. Dates are the raw six characters. A field is absent when the layout
 * has no place for it.
 */
export interface MrzFields {
  documentCode: string;
  issuer: string;
  /** Components joined by one space. */
  primary: string;
  secondary?: string;
  /** The name field is full to its last position, so the standard has it treated as cut (Doc 9303-4 §4.2.3). */
  truncatedPossible: boolean;
  nationality?: string;
  birthDate?: string;
  sex?: MrzSex;
  expiryDate?: string;
  /** The whole number, continuation joined, check digit removed; `null` when the zone announces a continuation that is not there. */
  documentNumber: string | null;
  longNumber?: true;
  /** Which sum the check digit of a long number fits: without the filler as Doc 9303-5 §4.2.4 has it, with it, or neither. */
  longNumberCheckVariant?: 'spec' | 'with-filler' | 'none';
  optional1?: string;
  optional2?: string;
  /** Swiss and Liechtenstein licences. */
  pin?: string;
  version?: string;
  /** French cards before 2021: YYMM of issue, the first four characters of the number. */
  issueYearMonth?: string;
}

export type MrzFieldName = Exclude<
  keyof MrzFields,
  'truncatedPossible' | 'longNumber' | 'longNumberCheckVariant'
>;

/** Characters `start` (inclusive) to `end` (exclusive) of line `line`, all counted from 0. */
export interface Span {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface MrzCheck {
  readonly name: CheckName;
  readonly outcome: 'passed' | 'failed';
  /** The character in the check digit's place; empty when there is none. */
  readonly printed: string;
  readonly computed: string;
}

export interface MrzDate {
  readonly raw: string;
  /** Some part is filled with `<` (Doc 9303-3 §4.8). */
  readonly unknown: boolean;
  /** A day of the calendar, or one with unknown parts. */
  readonly wellFormed: boolean;
}

/** A date with its century. `text` is as long as what is known: `1964`, `1964-05` or `1964-05-12`. */
export interface FullDate {
  readonly text: string;
  readonly precision: 'year' | 'month' | 'day';
}

/** `specimen` is UTO, Utopia; `absent` an empty field. */
export type StateCodeStanding = 'known' | 'specimen' | 'unknown' | 'absent';

export interface Mrz {
  readonly kind: 'mrz';
  readonly format: MrzFormat;
  readonly lines: readonly string[];
  /** Every check digit right, every date real or unknown, sex one of M, F, `<`. State codes are judged apart. */
  readonly valid: boolean;
  readonly fields: Readonly<MrzFields>;
  /** Empty for layouts without check digits (CHE_DL): `valid` then rests on the dates alone. */
  readonly checks: readonly MrzCheck[];
  readonly dates: Readonly<Partial<Record<DateName, MrzDate>>>;
  /** The same dates with their century; a date that is malformed or has no year is missing here. */
  readonly fullDates: Readonly<Partial<Record<DateName, FullDate>>>;
  readonly stateCodes: { readonly issuer: StateCodeStanding; readonly nationality: StateCodeStanding };
  /** Where each field stands, for marking it on a page image. A long number stands in two places. */
  readonly positions: Readonly<Partial<Record<MrzFieldName, readonly Span[]>>>;
}

/**
 * Why the lines are no zone: a character outside A-Z, 0-9, `<`; not one to three lines; lengths no layout has; or
 * the shape of a national layout without its issuer.
 */
export type NotMrzReason = 'characters' | 'line-count' | 'length' | 'unknown-format';

export interface NotMrz {
  readonly kind: 'not-mrz';
  readonly reason: NotMrzReason;
  /** Characters per line as given. */
  readonly lengths: readonly number[];
}

export type MrzResult = Mrz | NotMrz;
