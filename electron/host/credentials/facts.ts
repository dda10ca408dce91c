/** What the visit established about the person and the document, as read; nothing here is typed in by the visitor but the address. */
export interface DocumentFacts {
  /** MRZ secondary identifier; empty for a person with one name. */
  givenNames: string;
  /** MRZ primary identifier. */
  familyName: string;
  /** YYYY-MM-DD; null when the document leaves part of it unknown. */
  birthDate: string | null;
  /** ICAO Doc 9303-3 §5 code, as in the MRZ: `D`, `UTO`, `XXA`. */
  nationality: string;
  /** ICAO Doc 9303-3 §5 code of the issuing state or organisation. */
  issuingState: string;
  /** The MRZ's document code (`P`, `ID`) or the type's name (`passport`). */
  documentType: string;
  documentNumber: string;
  /** YYYY-MM-DD; null when the document has none. */
  expiryDate: string | null;
  email?: string;
}
