import { composeTd3 } from '../../../electron/host/documents/mrz/index.ts';
import { composeLicence } from './aamva.ts';
import { licenceBack, licenceFront } from './driving-licence.ts';
import { identityCardBack, identityCardFront } from './identity-card.ts';
import type { SpecimenDocument } from './particulars.ts';
import { passportPage } from './passport.ts';
import { composeTd1 } from './td1.ts';

export type { SpecimenDocument } from './particulars.ts';
export { PORTRAIT } from './passport.ts';
export { PIXELS } from './sheet.ts';

/** What machines read on a document: the zone's lines, a barcode's text, or both. */
export interface MachineReadable {
  mrz?: readonly string[];
  barcode?: string;
}

export function machineReadable(document: SpecimenDocument): MachineReadable {
  switch (document.format) {
    case 'TD3':
      return { mrz: composeTd3(document.holder) };
    case 'TD1': {
      const mrz = composeTd1(document.holder);
      return document.copy ? { mrz, barcode: mrz.join('\n') } : { mrz };
    }
    case 'AAMVA':
      return { barcode: composeLicence(document.holder) };
  }
}

/**
 * The sides of a document as web pages, to be photographed.
 *
 * @param portrait the holder's portrait as a data URL.
 * @param advance width of an OCR-B character in units of the font's size.
 */
export async function drawDocument(
  document: SpecimenDocument,
  portrait: string,
  advance: number,
): Promise<{ file: string; html: string }[]> {
  const { mrz = [], barcode = '' } = machineReadable(document);
  switch (document.format) {
    case 'TD3':
      return [{ file: document.page, html: passportPage(document, mrz, portrait, advance) }];
    case 'TD1':
      return [
        { file: document.page, html: identityCardFront(document, portrait) },
        { file: document.back, html: await identityCardBack(document, mrz, advance) },
      ];
    case 'AAMVA':
      return [
        { file: document.page, html: licenceFront(document, portrait) },
        { file: document.back, html: await licenceBack(document, barcode) },
      ];
  }
}

/** A document's entry in `person.json`. */
export function recordOf(document: SpecimenDocument) {
  const { id, label, format, page } = document;
  const head = { id, label, format, ...machineReadable(document), page };
  switch (document.format) {
    case 'TD3': {
      const { holder, issueDate, birthPlace } = document;
      return { ...head, fields: { ...holder, issueDate, birthPlace } };
    }
    case 'TD1': {
      const { holder, issueDate, birthPlace, back } = document;
      return { ...head, back, fields: { ...holder, issueDate, birthPlace } };
    }
    case 'AAMVA': {
      const { country, familyName, firstName, middleNames, ...rest } = document.holder;
      const names = { issuer: country, primary: familyName, secondary: `${firstName} ${middleNames}` };
      return { ...head, back: document.back, fields: { ...names, ...rest } };
    }
  }
}
