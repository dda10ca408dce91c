import { type KeyStroke, maxKeyStrokes } from '../../electron/contract/index.ts';
import { type DocumentMessage, readDocumentMessage } from './document-message.ts';
import type { KeyLayout } from './key-layouts.ts';
import { typedText, unknownCharacter } from './typed-text.ts';

/** Lengths of the lines of one kind of document (ICAO Doc 9303-4, -6 and -5), by what they make together. */
const unbroken: Readonly<Record<number, number>> = { 88: 44, 72: 36, 90: 30 };
const zoneOnly = /^[A-Z0-9<]+$/;

/**
 * What one burst of keys is: the lines of a zone, or a barcode. STX, ETX, CR, LF and TAB are taken off; a reader that runs the
 * lines of a zone together has them parted, because for want of an end key that is how many are set.
 *
 * @param layout the one the reader is set to
 */
export function readWedgeMessage(strokes: readonly KeyStroke[], layout: KeyLayout): DocumentMessage {
  if (strokes.length >= maxKeyStrokes) return { problem: 'too-long' };
  const text = typedText(strokes, layout).replace(framing, '').replaceAll('\t', '\r');
  if (text.includes(unknownCharacter)) return { problem: 'other-layout' };
  if ([...text].some((one) => one > '\u00ff')) return { problem: 'unprintable' };
  const message = readDocumentMessage(Uint8Array.from(Buffer.from(text, 'latin1')), '');
  if ('problem' in message || message.kind !== 'lines') return message;
  return { ...message, lines: message.lines.flatMap(parted) };
}

const [stx, etx] = [String.fromCharCode(2), String.fromCharCode(3)];
/** STX in front and ETX at the end, with line ends around them. */
const framing = new RegExp(`^[\\r\\n\\t]*${stx}?|[\\r\\n\\t]*${etx}?[\\r\\n\\t]*$`, 'g');

function parted(line: string, _: number, lines: readonly string[]): string[] {
  const length = lines.length === 1 && zoneOnly.test(line) ? unbroken[line.length] : undefined;
  return length ? (line.match(new RegExp(`.{${length}}`, 'g')) ?? []) : [line];
}
