import { sha1 } from '@noble/hashes/legacy.js';
import { computeCheckDigit, isMrzText, type Mrz } from '../../mrz/index.ts';
import { ChipError } from '../errors.ts';

/** What opens a chip: text from the machine readable zone, or the card access number printed on the document. */
export type AccessKey =
  | {
      readonly kind: 'mrz';
      /** Number, birth and expiry, each with its check digit (Doc 9303-11 §4.3.2, "MRZ_information"). */
      readonly information: string;
    }
  | { readonly kind: 'can'; readonly can: string };

export interface MrzKeyParts {
  /** The whole number, however long; fillers at its end may be left out. */
  readonly documentNumber: string;
  /** YYMMDD, with fillers where the document has them. */
  readonly birthDate: string;
  readonly expiryDate: string;
  /** The number's check digit as printed; computed when left out. */
  readonly numberDigit?: string;
}

function withDigit(text: string): string {
  return text + computeCheckDigit(text);
}

/**
 * The key from what the zone holds: read, or typed by hand. A long number is used whole, without the filler that stands
 * for its check digit (Doc 9303-11 §9.7.3, note; appendix D.2).
 * @throws ChipError `chip/key-format`
 */
export function mrzKeyOf(parts: MrzKeyParts): AccessKey {
  const { birthDate, expiryDate } = parts;
  const number = parts.documentNumber.padEnd(9, '<');
  const wellFormed =
    isMrzText(number) &&
    number.length <= 22 &&
    /[A-Z0-9]/.test(number) &&
    [birthDate, expiryDate].every((date) => /^[0-9<]{6}$/.test(date));
  if (!wellFormed) throw new ChipError('chip/key-format', 'not the text of a machine readable zone');
  const first = number + (parts.numberDigit ?? computeCheckDigit(number));
  return { kind: 'mrz', information: first + withDigit(birthDate) + withDigit(expiryDate) };
}

/**
 * The key from a zone that was read. The check digit of a long number is taken as printed, for some states compute it
 * otherwise than the standard says.
 * @throws ChipError `chip/key-format` when the zone lacks its number or a date
 */
export function mrzKey({ fields, checks }: Mrz): AccessKey {
  const { documentNumber, birthDate, expiryDate } = fields;
  if (!documentNumber || !birthDate || !expiryDate) {
    throw new ChipError('chip/key-format', 'the zone lacks its number or a date');
  }
  const printed = checks.find(({ name }) => name === 'documentNumber')?.printed;
  const numberDigit = fields.longNumber && printed && /^\d$/.test(printed) ? { numberDigit: printed } : {};
  return mrzKeyOf({ documentNumber, birthDate, expiryDate, ...numberDigit });
}

/** The card access number: six digits (Doc 9303-4 to -6; TR-03110-3 §A.6). @throws ChipError `chip/key-format` */
export function canKey(can: string): AccessKey {
  if (!/^\d{6}$/.test(can)) throw new ChipError('chip/key-format', 'a card access number has six digits');
  return { kind: 'can', can };
}

/** The octets a key is derived from: K of Doc 9303-11 §9.7.3. */
export function passwordOctets(key: AccessKey): Uint8Array {
  return key.kind === 'mrz' ? sha1(latin1(key.information)) : latin1(key.can);
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
