import type { DocumentRead } from '../../electron/contract/index.ts';
import { readTextMessage } from './mrz-text.ts';

type Reading = DocumentRead['reading'];
export type DocumentMessage = Extract<Reading, { kind: 'lines' | 'barcode' }> | { problem: string };

/** What the contract takes; no symbol of a document holds more. */
const maxBarcode = 8000;
/** PDF417, Data Matrix, QR and Aztec (ISO/IEC 15424): the symbols that documents carry. */
const twoDimensional = /^\][LdQz]/;
const identifierInFront = /^\][A-Za-z][0-9A-Za-z]/;
/** AAMVA DL/ID Card Design Standard, Annex D.12.3; readers drop some of the control characters, never the letters. */
const licenceHeader = /^[\r\n]*@[^0-9A-Za-z]{0,8}(ANSI|AAMVA)/;
const complianceIndicator = '@\n\x1e';

/**
 * What one message of a reader is: a barcode when its identifier says so or its text begins as a licence's does, else
 * lines of text. Readers that name no symbology may put the identifier in front of the text.
 *
 * @param symbology AIM identifier as `]L2`, empty when the reader sends none.
 */
export function readDocumentMessage(bytes: Uint8Array, symbology: string): DocumentMessage {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const aim = symbology || (identifierInFront.exec(whole)?.[0] ?? '');
  const text = symbology ? whole : whole.slice(aim.length);
  if (twoDimensional.test(aim) || text.startsWith(complianceIndicator) || licenceHeader.test(text)) {
    if (text === '') return { problem: 'empty' };
    if (text.length > maxBarcode) return { problem: 'too-long' };
    return { kind: 'barcode', text, aim: aim || null };
  }
  const message = readTextMessage(bytes);
  return 'problem' in message ? message : { kind: 'lines', lines: message.lines };
}
