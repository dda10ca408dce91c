import type { DocumentType } from '../../../contract/index.ts';
import type { BarcodeResult } from '../barcode/index.ts';
import type { Mrz } from '../mrz/index.ts';
import { mrzOfBarcode } from './sources.ts';

/** Second letters are the issuer's own; these are the usual ones of residence permits. */
const PERMIT = /^(IR|AR|RP|IT|IP)$/;

/** What kind of document a zone of this layout and code is on; null for visas and codes that none of ours has. */
export function typeOfMrz(mrz: Mrz): DocumentType | null {
  const code = mrz.fields.documentCode;
  if (mrz.format === 'TD3') return code.startsWith('P') ? 'passport' : null;
  if (mrz.format === 'FRA_DL' || mrz.format === 'CHE_DL') return 'driving-licence';
  if (mrz.format === 'FRA_ID' || mrz.format === 'SVK_ID_34') return 'identity-card';
  if (mrz.format === 'TD1' || mrz.format === 'TD2') {
    if (PERMIT.test(code)) return 'residence-permit';
    return code.startsWith('I') || code.startsWith('A') || code.startsWith('C') ? 'identity-card' : null;
  }
  return null;
}

/**
 * What kind of document a barcode is on. A licence's header without its type is on one or the other; null for what is no
 * document's.
 */
export function typeOfBarcode(barcode: BarcodeResult): DocumentType | null {
  if (barcode.kind === 'aamva') return barcode.documentType === 'ID' ? 'identity-card' : 'driving-licence';
  const mrz = mrzOfBarcode(barcode);
  return mrz && typeOfMrz(mrz);
}

const CARDS: ReadonlySet<DocumentType> = new Set(['identity-card', 'residence-permit']);

/** Whether a document of the kind read may be the kind chosen: cards and permits differ by a letter that is the issuer's. */
export function mayBe(read: DocumentType | null, chosen: DocumentType): boolean {
  return read === chosen || (read !== null && CARDS.has(read) && CARDS.has(chosen));
}
