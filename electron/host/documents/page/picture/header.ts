import { readJpegHeader } from './jpeg-header.ts';
import type { PictureHeader } from './picture.ts';
import { readPngHeader } from './png-header.ts';

/** Reads the head of a JPEG or PNG; `undefined` for others and for what breaks off before its size. Never throws. */
export function readHeader(file: Uint8Array): PictureHeader | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return readPngHeader(view) ?? readJpegHeader(view);
}
