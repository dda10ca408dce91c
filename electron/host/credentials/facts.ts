/** What the visit established about the person and the document, as read; nothing here is typed in by the visitor but the address. */
export interface DocumentFacts {
  /** As the document has them; empty for a person with one name. */
  givenNames: string;
  /** As the document has it, in the zone's spelling where it has a zone. */
  familyName: string;
  /** YYYY-MM-DD; null when the document leaves part of it unknown. */
  birthDate: string | null;
  /** ICAO Doc 9303-3 §5 code, as in the MRZ: `D`, `UTO`, `XXA`; empty when the document names none, as licences do. */
  nationality: string;
  /** ICAO Doc 9303-3 §5 code of the issuing state or organisation; a North American licence writes the same. */
  issuingState: string;
  /** The type's name (`passport`, `driving-licence`) or the MRZ's document code (`P`, `ID`). */
  documentType: string;
  documentNumber: string;
  /** YYYY-MM-DD; null when the document has none. */
  expiryDate: string | null;
  email?: string;
  /** The document's portrait as a JPEG; given only where the credential's profile asks for it. */
  portrait?: Uint8Array;
}
