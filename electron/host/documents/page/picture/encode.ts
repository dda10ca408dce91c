import { encode } from 'jpeg-js';
import type { Picture } from './picture.ts';

/** Faces compare alike from here on, and print stays crisp. */
const QUALITY = 90;
/** Where JFIF keeps its unit and densities (ITU-T T.871 §10.1): behind SOI and the marker, length, name and version. */
const UNIT = 13;
const DOTS_PER_INCH = 1;

/** A JPEG of the picture that says its resolution. */
export function encodeJpeg({ width, height, rgba, dotsPerInch }: Picture): Uint8Array {
  const { data } = encode({ width, height, data: rgba }, QUALITY);
  const jpeg = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (dotsPerInch) {
    const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
    view.setUint8(UNIT, DOTS_PER_INCH);
    view.setUint16(UNIT + 1, dotsPerInch);
    view.setUint16(UNIT + 3, dotsPerInch);
  }
  return jpeg;
}
