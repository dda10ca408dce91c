import { encodeJpegFile } from './jpeg/encode-jpeg.ts';
import type { Picture } from './picture.ts';

/** Faces compare alike from here on, and print stays crisp. */
const QUALITY = 90;

/** A JPEG of the picture that says its resolution. */
export function encodeJpeg({ width, height, rgba, dotsPerInch }: Picture): Uint8Array {
  return encodeJpegFile(width, height, rgba, QUALITY, dotsPerInch);
}
