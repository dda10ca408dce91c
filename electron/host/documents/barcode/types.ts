import type { FullDate, Mrz, MrzResult } from '../mrz/index.ts';

/** Characters (of text) or bytes `start` (inclusive) to `end` (exclusive) of the payload, counted from 0. */
export interface PayloadSpan {
  readonly start: number;
  readonly end: number;
}

/** What a reader or decoder hands over. `bytes` matter for seals, whose content is binary. */
export interface BarcodePayload {
  readonly text: string;
  readonly bytes?: Uint8Array;
}

export type AamvaDateName = 'birthDate' | 'issueDate' | 'expiryDate';

/** `layout` is how the eight digits were found to be written; the standard has MMDDCCYY for the USA, CCYYMMDD for Canada. */
export interface AamvaDate {
  readonly raw: string;
  readonly wellFormed: boolean;
  readonly layout?: 'MMDDCCYY' | 'CCYYMMDD';
}

/** `unknown`: the issuer does not say (`U`, or an older version), and the field is full or nobody can tell. */
export type Truncation = 'truncated' | 'whole' | 'unknown';

/** A field is absent when the card has none: empty, or the standard's `NONE` and `unavl`. */
export interface AamvaFields {
  /** Customer number, which is the number on the card (DAQ). */
  documentNumber?: string;
  familyName?: string;
  /** First and middle names, one space between them. */
  givenNames?: string;
  suffix?: string;
  /** As written, on old cards whose one name field does not say which word is the family name. */
  fullName?: string;
  birthDate?: string;
  issueDate?: string;
  expiryDate?: string;
  /** `X`: not specified (code 9); `null` for a code outside the standard. */
  sex?: 'M' | 'F' | 'X' | null;
  street?: string;
  street2?: string;
  city?: string;
  /** Two letters of the state or province in the address. */
  jurisdiction?: string;
  postalCode?: string;
  /** Three letters: USA, CAN, MEX. */
  country?: string;
  /** Centimetres, rounded. */
  height?: number;
  eyeColour?: string;
  hairColour?: string;
  vehicleClass?: string;
  restrictions?: string;
  endorsements?: string;
  documentDiscriminator?: string;
  /** The card does not meet the REAL ID rules (`N`), or does (`F`, `M`). */
  complianceType?: string;
  /** Written only on cards of limited duration of stay. */
  limitedDuration?: true;
}

export type AamvaFieldName = Exclude<keyof AamvaFields, 'limitedDuration'>;

export interface AamvaElement {
  /** Three letters, as `DAQ`. */
  readonly id: string;
  /** `DL`, `ID`, `EN`, or the jurisdiction's own `Z?`. */
  readonly subfile: string;
  readonly raw: string;
  /** Where the value stands in the text. */
  readonly span: PayloadSpan;
  /** What the standard calls it; `null` for a jurisdiction's own and for what no version has. */
  readonly name: string | null;
}

/**
 * How the barcode departs from the standard; none of these keeps it from being read. `offsets`: subfile offsets or
 * lengths do not point at the subfiles. `header`: digits are missing from it. `file-type`: `AAMVA` for `ANSI `.
 * `separators`: others than the standard's. `date-layout`: dates of the other country's layout.
 * `subfile-prefix`: the first element lacks its subfile's letters. `duplicate`: an element stands twice (the first
 * counts). `unsplit-name`: the name does not say which word is the family name. `issuer`: an unlisted number.
 */
export type AamvaQuirk =
  | 'offsets'
  | 'header'
  | 'file-type'
  | 'separators'
  | 'date-layout'
  | 'subfile-prefix'
  | 'duplicate'
  | 'unsplit-name'
  | 'issuer';

export interface Aamva {
  readonly kind: 'aamva';
  /** DL driver licence, ID identification card, EN enhanced licence; `null` when the header does not say. */
  readonly documentType: 'DL' | 'ID' | 'EN' | null;
  /** 1 (2000) to 10 (2020) and later; `null` when the header is short of digits. */
  readonly version: number | null;
  readonly jurisdictionVersion: number | null;
  readonly issuer: {
    /** Issuer identification number, six digits (ISO/IEC 7812). */
    readonly iin: string | null;
    readonly jurisdiction: string | null;
    readonly country: string | null;
  };
  /** Number, name and birth date are there, and every date is a day of the calendar. Says nothing of genuineness. */
  readonly valid: boolean;
  readonly fields: Readonly<AamvaFields>;
  readonly dates: Readonly<Partial<Record<AamvaDateName, AamvaDate>>>;
  readonly fullDates: Readonly<Partial<Record<AamvaDateName, FullDate>>>;
  readonly truncation: { readonly family: Truncation; readonly given: Truncation };
  readonly positions: Readonly<Partial<Record<AamvaFieldName, readonly PayloadSpan[]>>>;
  readonly elements: readonly AamvaElement[];
  /** Ids of the elements its version makes mandatory and the card does not carry. */
  readonly missing: readonly string[];
  readonly quirks: readonly AamvaQuirk[];
  /** The standard has no check digits and no signature: the error correction of the symbol is all there is. */
  readonly protection: 'none';
}

export type NotAamvaReason = 'header' | 'elements' | 'length';

export interface NotAamva {
  readonly kind: 'not-aamva';
  readonly reason: NotAamvaReason;
}

export interface VdsFeature {
  readonly tag: number;
  /** Lower-case hexadecimal. */
  readonly raw: string;
  /** Where the value stands in the bytes. */
  readonly span: PayloadSpan;
  /** Its meaning in this type of document; `null` when the type is not listed. */
  readonly name: string | null;
  /** The decoded value of a listed text feature. */
  readonly text: string | null;
}

/** An ICAO visible digital seal (Doc 9303-13). */
export interface Vds {
  readonly kind: 'vds';
  /** The version of the standard: 3 (fixed certificate reference) or 4 (its length is written). */
  readonly version: 3 | 4;
  /** Issuing state as the zone has it, fillers removed. */
  readonly issuer: string;
  /** Country and two letters of the signer. */
  readonly signer: string;
  readonly certificateReference: string;
  readonly issueDate: FullDate | null;
  readonly signatureDate: FullDate | null;
  /** Feature definition reference and type category, four hexadecimal digits. */
  readonly documentTypeReference: string;
  readonly documentType: string | null;
  readonly features: readonly VdsFeature[];
  /** The zone the seal copies. Visa seals carry only 28 characters of the second line: `mrzCut`. */
  readonly mrz: MrzResult | null;
  readonly mrzCut: boolean;
  /** r and s as written. Nothing here verifies it: that takes the signer's certificate. */
  readonly signature: {
    readonly raw: string;
    readonly span: PayloadSpan;
    readonly outcome: 'not-checked';
  };
}

/** `magic`: not a seal at all. `version`, `header`, `features`: a seal that breaks off or is malformed there. `signature`: it has none. */
export type NotVdsReason = 'magic' | 'version' | 'header' | 'features' | 'signature' | 'length';

export interface NotVds {
  readonly kind: 'not-vds';
  readonly reason: NotVdsReason;
}

/** A barcode whose text holds a copy of the machine readable zone. */
export interface MrzCopy {
  readonly kind: 'mrz-copy';
  readonly mrz: Mrz;
}

export interface NotDocument {
  readonly kind: 'not-document';
  /** The nearest it came: a seal or a licence that is damaged, or nothing this room reads. */
  readonly reason: 'unknown-content' | `aamva-${NotAamvaReason}` | `vds-${NotVdsReason}`;
}

export type BarcodeResult = Aamva | Vds | MrzCopy | NotDocument;
