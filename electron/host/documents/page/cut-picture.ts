import { PageError } from './errors.ts';
import { decodePicture } from './picture/decode.ts';
import { encodeJpeg } from './picture/encode.ts';
import { orient } from './picture/orient.ts';
import type { Box } from './types.ts';

/** Orientations (Exif 2.32 §4.6.4) that are shown upright by a turn clockwise. */
const TURNS = { 90: 6, 180: 3, 270: 8 } as const;

/**
 * A picture (JPEG or PNG) turned clockwise, as JPEG.
 * @throws PageError as {@link decodePicture} does
 */
export function turnPicture(file: Uint8Array, degrees: 90 | 180 | 270): Uint8Array {
  return encodeJpeg(orient(decodePicture(file), TURNS[degrees]));
}

/**
 * What of a picture (JPEG or PNG) lies in the box, as JPEG. Parts of pixels count as whole ones, and what sticks out is
 * left off.
 * @throws PageError `page/box` when nothing of the picture lies in it, and as {@link decodePicture} does
 */
export function cutPicture(file: Uint8Array, box: Box): Uint8Array {
  const picture = decodePicture(file);
  const left = Math.max(0, Math.floor(box.x));
  const top = Math.max(0, Math.floor(box.y));
  const right = Math.min(picture.width, Math.ceil(box.x + box.width));
  const bottom = Math.min(picture.height, Math.ceil(box.y + box.height));
  const [width, height] = [right - left, bottom - top];
  if (!(width > 0 && height > 0)) throw new PageError('page/box', 'nothing of the picture lies in the box');
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * picture.width + left) * 4;
    rgba.set(picture.rgba.subarray(from, from + width * 4), y * width * 4);
  }
  return encodeJpeg({ width, height, rgba, dotsPerInch: picture.dotsPerInch });
}
