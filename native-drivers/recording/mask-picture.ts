import { crc32, deflateSync } from 'node:zlib';

/**
 * A grey picture of the same type, size in pixels, density and length in bytes; what is no picture, or too short to
 * hold one, becomes zeros behind its first bytes.
 */
export function maskPicture(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const masked = isJpeg(bytes) ? greyJpeg(bytes) : isPng(bytes) ? greyPng(bytes) : null;
  if (masked) return masked;
  const zeros = new Uint8Array(bytes.length);
  zeros.set(bytes.subarray(0, 4));
  return zeros;
}

const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8;
const isPng = (bytes: Uint8Array) => bytes[0] === 0x89 && bytes[1] === 0x50;
const u16 = (value: number) => [value >> 8, value & 0xff];

/** Markers of ITU-T T.81, Annex B. */
const soi = [0xff, 0xd8];
const eoi = [0xff, 0xd9];
const segment = (marker: number, ...body: number[]) => [0xff, marker, ...u16(body.length + 2), ...body];

/**
 * One component; Huffman tables in which "no difference" and "end of block" are one zero bit each, so that a grey
 * picture is nothing but zeros, two bits for 64 pixels.
 */
function greyJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const facts = jpegFacts(bytes);
  if (!facts) return null;
  const { width, height, jfif } = facts;
  const table = (kind: number) => segment(0xc4, kind, 1, ...Array(15).fill(0), 0);
  const head = [
    ...soi,
    ...(jfif ? segment(0xe0, ...jfif) : []),
    ...segment(0xdb, 0, ...Array(64).fill(1)),
    ...segment(0xc0, 8, ...u16(height), ...u16(width), 1, 1, 0x11, 0),
    ...table(0x00),
    ...table(0x10),
  ];
  const scan = segment(0xda, 1, 1, 0x00, 0, 63, 0);
  const bits = 2 * Math.ceil(width / 8) * Math.ceil(height / 8);
  const data = new Uint8Array(Math.ceil(bits / 8));
  // The last byte is filled with ones (T.81 F.1.2.3).
  if (bits % 8 > 0) data[data.length - 1] = 0xff >> (bits % 8);
  const spare = bytes.length - head.length - scan.length - data.length - eoi.length;
  const comments = spare === 0 ? [] : padding(spare);
  if (!comments) return null;
  return joined(bytes.length, [head, ...comments, scan, data, eoi]);
}

/** Comments of that many bytes altogether; null when there is no room for one. */
function padding(length: number): Uint8Array[] | null {
  const longest = 0xffff + 2;
  if (length < 4) return null;
  const parts: Uint8Array[] = [];
  for (let left = length; left > 0; ) {
    const rest = left - longest;
    const size = rest <= 0 ? left : rest < 4 ? longest - 4 : longest;
    const part = new Uint8Array(size);
    part.set([0xff, 0xfe, ...u16(size - 2)]);
    parts.push(part);
    left -= size;
  }
  return parts;
}

function jpegFacts(bytes: Uint8Array): { width: number; height: number; jfif: Uint8Array | null } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let jfif: Uint8Array | null = null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    const length = view.getUint16(at + 2);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return width > 0 && height > 0 ? { width, height, jfif } : null;
    }
    const named = marker === 0xe0 && length >= 16 && at + 18 <= bytes.length;
    // The thumbnail that may follow is a picture of the person as well.
    if (named) jfif = Uint8Array.from([...bytes.subarray(at + 4, at + 16), 0, 0]);
    at += 2 + length;
  }
  return null;
}

function greyPng(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (bytes.length < 33) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width === 0 || height === 0 || width * height > 400_000_000) return null;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const density = chunkOf(bytes, 'pHYs');
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  const parts = [
    bytes.subarray(0, 8),
    chunk('IHDR', header),
    ...(density ? [chunk('pHYs', density)] : []),
    chunk('IDAT', rows),
    chunk('IEND', new Uint8Array()),
  ];
  const spare = bytes.length - parts.reduce((sum, part) => sum + part.length, 0);
  if (spare < 0 || (spare > 0 && spare < 14)) return null;
  if (spare > 0) {
    const text = new Uint8Array(spare - 12);
    text.set(Buffer.from('x'));
    parts.splice(-1, 0, chunk('tEXt', text));
  }
  return joined(bytes.length, parts);
}

function chunkOf(bytes: Uint8Array, name: string): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) return null;
    if (Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1') === name) {
      return bytes.subarray(at + 8, at + 8 + length);
    }
    at += 12 + length;
  }
  return null;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function joined(length: number, parts: readonly (Uint8Array | number[])[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
