import { decode as decodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import { PageError } from '../errors.ts';
import { readHeader } from './header.ts';
import { orient } from './orient.ts';
import type { Picture, PictureHeader } from './picture.ts';

/** A glass of 216 x 297 mm at 600 dpi. */
const MOST_MEGAPIXELS = 36;
/** That glass takes 520 with the halved colours scanners write, and 790 without: those are refused. */
const MOST_MEGABYTES = 640;

/**
 * The picture in a JPEG or PNG file, turned as the file says it is to be looked at, transparent pixels shown on white.
 * @throws PageError `page/format` when it is neither, `page/too-large` above 36 megapixels or 640 MB of memory, `page/unsupported` for a kind
 * that is not decoded (12 bits, lossless, arithmetic, interlaced PNG), `page/damaged` when it cannot be decoded whole.
 */
export function decodePicture(file: Uint8Array): Picture {
  const header = readHeader(file);
  if (!header) throw new PageError('page/format', 'neither JPEG nor PNG, or broken off');
  const { width, height, orientation, dotsPerInch } = header;
  if (width * height > MOST_MEGAPIXELS * 1e6)
    throw new PageError('page/too-large', `more than ${MOST_MEGAPIXELS} megapixels`);
  if (!header.supported) throw new PageError('page/unsupported', 'a kind of picture that is not decoded');
  const rgba = pixels(file, header);
  if (rgba.length !== width * height * 4 || rgba.length === 0)
    throw new PageError('page/damaged', 'the picture is not of the size it says');
  return orient({ width, height, rgba, dotsPerInch }, orientation);
}

function pixels(file: Uint8Array, { format }: PictureHeader): Uint8Array {
  try {
    if (format === 'jpeg')
      return decodeJpeg(file, {
        useTArray: true,
        maxResolutionInMP: MOST_MEGAPIXELS,
        maxMemoryUsageInMB: MOST_MEGABYTES,
      }).data;
    const { data } = PNG.sync.read(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
    return onWhite(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  } catch (cause) {
    const code = /limit exceeded/.test(String(cause)) ? 'page/too-large' : 'page/damaged';
    throw new PageError(code, 'the picture cannot be decoded', { cause });
  }
}

function onWhite(rgba: Uint8Array): Uint8Array {
  for (let at = 3; at < rgba.length; at += 4) {
    const alpha = rgba[at]!;
    if (alpha === 255) continue;
    for (let channel = at - 3; channel < at; channel += 1)
      rgba[channel] = 255 + ((rgba[channel]! - 255) * alpha) / 255;
    rgba[at] = 255;
  }
  return rgba;
}
