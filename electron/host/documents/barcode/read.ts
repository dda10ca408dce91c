import { type Mrz, parseMrz, splitMrzText } from '../mrz/index.ts';
import { readAamva } from './aamva.ts';
import type { BarcodePayload, BarcodeResult, NotDocument } from './types.ts';
import { readVds } from './vds.ts';

/** More than any symbol holds. */
const LONGEST = 8_000;
/** Says which symbology it was: `]L2` PDF417, `]Q1` QR (ISO/IEC 15424). Some readers put it first. */
const AIM_IDENTIFIER = /^\][A-Za-z][0-9A-Za-z]/;

/** A zone on its own or among other lines, valid as it stands: the symbol's error correction leaves nothing to repair. */
function mrzIn(text: string, today: Date | undefined): Mrz | undefined {
  const lines = splitMrzText(text);
  const options = today && { today };
  for (let from = 0; from < lines.length; from += 1) {
    for (const count of [3, 2, 1]) {
      if (from + count > lines.length) continue;
      const result = parseMrz(lines.slice(from, from + count), options);
      if (result.kind === 'mrz' && result.valid) return result;
    }
  }
  return undefined;
}

/** A reader that hands over text only passes the bytes of a seal as the characters of Latin-1. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}

function none(reason: NotDocument['reason']): NotDocument {
  return { kind: 'not-document', reason };
}

/**
 * What a barcode on a document says: a North American licence, a visible digital seal, or a copy of the machine
 * readable zone. Positions count from behind an AIM identifier. Pure but for the clock behind `today`, which settles the zone's centuries; never throws.
 */
export function readBarcode(payload: BarcodePayload, options: { readonly today?: Date } = {}): BarcodeResult {
  const text = payload.text.replace(AIM_IDENTIFIER, '');
  if (text.length > LONGEST || (payload.bytes?.length ?? 0) > LONGEST) return none('unknown-content');
  const vds = readVds(payload.bytes ?? latin1(text), options);
  if (vds.kind === 'vds') return vds;
  if (vds.reason !== 'magic') return none(`vds-${vds.reason}`);
  const aamva = readAamva(text);
  if (aamva.kind === 'aamva') return aamva;
  if (aamva.reason !== 'header') return none(`aamva-${aamva.reason}`);
  const mrz = mrzIn(text, options.today);
  return mrz ? { kind: 'mrz-copy', mrz } : none('unknown-content');
}
