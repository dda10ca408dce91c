import { ChipError } from '../errors.ts';

export interface Jpeg2000Size {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

const CODESTREAM_BOX = 0x6a703263;
const HEADER_BOX = 0x6a703268;
const COLOUR_BOX = 0x636f6c72;
const SIGNATURE_BOX = 0x6a502020;
const SYCC = 18;
const CODING_STYLE = 0xff52;
const COMPONENT_CODING_STYLE = 0xff53;
const START_OF_DATA = 0xff93;
/** Bypass, reset, termination, vertical context and predictable termination (ITU-T T.800 table A.19). */
const RARE_STYLES = 0x1f;
const MOST_BOXES = 64;
const MOST_TILES = 256;

interface Box {
  readonly type: number;
  readonly content: Uint8Array;
}

/**
 * The boxes of a JP2 file (ITU-T T.800 annex I.4), as far as they are whole; lengths beyond the end stop at the end.
 */
function readBoxes(bytes: Uint8Array): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length && boxes.length < MOST_BOXES; ) {
    const short = view.getUint32(at);
    const extended = short === 1 && at + 16 <= bytes.length;
    const header = extended ? 16 : 8;
    const length = extended ? Number(view.getBigUint64(at + 8)) : short === 0 ? bytes.length - at : short;
    if (length < header) break;
    boxes.push({ type: view.getUint32(at + 4), content: bytes.subarray(at + header, at + length) });
    at += length;
  }
  return boxes;
}

function isCodestream(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0x4f && bytes[2] === 0xff && bytes[3] === 0x51;
}

/** The codestream in a JP2 file, or the file itself where it is a bare one; null when there is none. */
export function findCodestream(image: Uint8Array): Uint8Array | null {
  if (isCodestream(image)) return image;
  const boxes = readBoxes(image);
  if (boxes[0]?.type !== SIGNATURE_BOX) return null;
  const found = boxes.find(({ type }) => type === CODESTREAM_BOX)?.content;
  return found && isCodestream(found) ? found : null;
}

/** Whether a JP2 file's colours are sYCC (ITU-T T.800 annex I.5.3.3), which has to be converted after decoding. */
export function isYcc(image: Uint8Array): boolean {
  if (isCodestream(image)) return false;
  const header = readBoxes(image).find(({ type }) => type === HEADER_BOX)?.content;
  const colour = header && readBoxes(header).find(({ type }) => type === COLOUR_BOX)?.content;
  return colour !== undefined && colour[0] === 1 && colour[6] === SYCC && colour.length === 7;
}

/**
 * Reads the image and tile size marker (ITU-T T.800 annex A.5.1), which follows the start of a codestream.
 * @throws ChipError `chip/malformed`; `chip/too-large` beyond 256 tiles; `chip/unsupported` for components of several
 *   sizes or more than eight bits
 */
export function readSiz(codestream: Uint8Array): Jpeg2000Size {
  if (codestream.length < 42) throw new ChipError('chip/malformed', 'a codestream without its size');
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.length);
  const at = (offset: number): number => view.getUint32(offset);
  const [width, height] = [at(8) - at(16), at(12) - at(20)];
  const [tileWidth, tileHeight] = [at(24), at(28)];
  const components = view.getUint16(40);
  if (tileWidth === 0 || tileHeight === 0 || at(32) > at(16) || at(36) > at(20)) {
    throw new ChipError('chip/malformed', 'a codestream of impossible tiles');
  }
  const tiles = Math.ceil((at(8) - at(32)) / tileWidth) * Math.ceil((at(12) - at(36)) / tileHeight);
  if (tiles > MOST_TILES) throw new ChipError('chip/too-large', 'an image of too many tiles');
  if (codestream.length < 42 + components * 3) {
    throw new ChipError('chip/malformed', 'a codestream that ends in its size');
  }
  for (let one = 42; one < 42 + components * 3; one += 3) {
    if (codestream[one] !== 7 || codestream[one + 1] !== 1 || codestream[one + 2] !== 1) {
      throw new ChipError('chip/unsupported', 'an image of other samples');
    }
  }
  return { width, height, components };
}

/**
 * Whether a codestream asks for something in its header or its first tile's that the `jpeg2000` package decodes to
 * wrong samples without a word: rare styles of code-blocks, and styles for single components. True for a header that
 * is cut short.
 */
export function needsWholeStandard(codestream: Uint8Array): boolean {
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.length);
  for (let at = 2; at + 4 <= codestream.length; ) {
    const marker = view.getUint16(at);
    if (marker === START_OF_DATA) return false;
    if (marker === COMPONENT_CODING_STYLE) return true;
    if (marker === CODING_STYLE && ((codestream[at + 12] ?? RARE_STYLES) & RARE_STYLES) !== 0) return true;
    at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return true;
}
