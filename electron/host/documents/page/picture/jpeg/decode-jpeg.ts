import { type AdobeTransform, rgbaOf } from './colours.ts';
import { JpegDamage } from './damage.ts';
import type { Frame, Tables } from './frame.ts';
import { huffmanTable } from './huffman.ts';
import { inverseDct } from './inverse-dct.ts';
import { readFrame } from './read-frame.ts';
import { readScan } from './scan.ts';

/** Progressive pictures have about ten. */
const MOST_SCANS = 64;
const ADOBE = 'Adobe';

export interface DecodedJpeg {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/**
 * Decodes a JPEG of 8 bits a sample, sequential or progressive, Huffman coded (ITU-T T.81): grey, YCbCr, RGB, or four inks.
 * Memory: four bytes a pixel for the result, one for each sample and, progressive, two more.
 * @throws JpegDamage when it is not whole, says what cannot be, or has more than so many pixels
 */
export function decodeJpeg(file: Uint8Array, mostPixels: number): DecodedJpeg {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tables: Tables = { quantisation: [], dc: [], ac: [], restartInterval: 0 };
  let frame: Frame | undefined;
  let adobe: AdobeTransform;
  let scans = 0;
  let ended = false;
  let at = 2;
  for (;;) {
    at = nextMarker(file, at);
    const marker = file[at + 1];
    ended = marker === 0xd9;
    if (marker === undefined || ended) break;
    const end = at + 2 + (at + 4 <= file.length ? view.getUint16(at + 2) : 0);
    if (end < at + 4 || end > file.length) throw new JpegDamage('a segment breaks off');
    const segment = file.subarray(at + 4, end);
    at = end;
    if (marker === 0xdb) readQuantisation(segment, tables);
    else if (marker === 0xc4) readHuffman(segment, tables);
    else if (marker === 0xdd) tables.restartInterval = ((segment[0] ?? 0) << 8) | (segment[1] ?? 0);
    else if (marker === 0xee && String.fromCharCode(...segment.subarray(0, 5)) === ADOBE) adobe = segment[11];
    else if (marker >= 0xc0 && marker <= 0xc2) {
      if (frame) throw new JpegDamage('two frames');
      frame = readFrame(
        marker,
        new DataView(segment.buffer, segment.byteOffset, segment.byteLength),
        mostPixels,
      );
    } else if (marker === 0xda) {
      scans += 1;
      if (!frame || scans > MOST_SCANS) throw new JpegDamage('a scan without a frame, or too many');
      at = readScan(file, segment, at, frame, tables);
    }
  }
  if (!frame || scans === 0) throw new JpegDamage('there is no picture');
  // Only its end says that a progressive picture has all its scans.
  if (frame.progressive && !ended) throw new JpegDamage('the picture breaks off');
  if (frame.progressive) transform(frame, tables);
  return { width: frame.width, height: frame.height, rgba: rgbaOf(frame, adobe) };
}

/** Where the next marker stands; scans may be followed by what is none, and markers preceded by more of their first byte. */
function nextMarker(file: Uint8Array, from: number): number {
  let at = from;
  while (at < file.length) {
    const next = file[at + 1];
    const isBare =
      next === 0 || next === 0xff || next === 0x01 || (next !== undefined && next >= 0xd0 && next <= 0xd7);
    if (file[at] === 0xff && !isBare) return at;
    at += 1;
  }
  return at;
}

/** ITU-T T.81 §B.2.4.1. */
function readQuantisation(segment: Uint8Array, { quantisation }: Tables): void {
  for (let at = 0; at < segment.length; ) {
    const choice = segment[at]!;
    const wide = choice >> 4 > 0;
    const size = wide ? 128 : 64;
    if (at + 1 + size > segment.length) throw new JpegDamage('a table breaks off');
    const entry = (k: number): number =>
      wide ? (segment[at + 1 + 2 * k]! << 8) | segment[at + 2 + 2 * k]! : segment[at + 1 + k]!;
    quantisation[choice & 3] = Uint16Array.from({ length: 64 }, (_, k) => entry(k));
    at += 1 + size;
  }
}

/** §B.2.4.2. */
function readHuffman(segment: Uint8Array, tables: Tables): void {
  for (let at = 0; at < segment.length; ) {
    const choice = segment[at]!;
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, one) => sum + one, 0);
    if (counts.length < 16 || total > 256 || at + 17 + total > segment.length)
      throw new JpegDamage('a table breaks off');
    const table = huffmanTable(counts, segment.slice(at + 17, at + 17 + total));
    (choice >> 4 === 0 ? tables.dc : tables.ac)[choice & 3] = table;
    at += 17 + total;
  }
}

function transform({ components }: Frame, { quantisation }: Tables): void {
  for (const { coefficients, samples, rowBlocks, quantisation: choice } of components) {
    const table = quantisation[choice];
    if (!table || !coefficients) throw new JpegDamage('a table is missing');
    const stride = rowBlocks * 8;
    for (let block = 0; block * 64 < coefficients.length; block += 1) {
      const row = Math.floor(block / rowBlocks);
      const start = row * 8 * stride + (block - row * rowBlocks) * 8;
      let last = 63;
      while (last > 0 && coefficients[block * 64 + last] === 0) last -= 1;
      inverseDct(coefficients, block * 64, last, table, samples, start, stride);
    }
  }
}
