import { decode as decodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import { ImageError } from './errors.ts';
import { type GreyImage, greyFromRgba } from './grey.ts';

const MOST_MEGAPIXELS = 60;

/**
 * The grey picture in a JPEG or PNG file.
 * @throws ImageError `document-image/format` when it is neither, `document-image/damaged` when it cannot be decoded,
 * `document-image/too-large` above 60 megapixels.
 */
export function decodeImageFile(file: Uint8Array): GreyImage {
  const isPng = file[0] === 0x89 && file[1] === 0x50;
  const isJpeg = file[0] === 0xff && file[1] === 0xd8;
  if (!isPng && !isJpeg) throw new ImageError('document-image/format', 'neither JPEG nor PNG');
  if (isPng && pngPixels(file) > MOST_MEGAPIXELS * 1e6)
    throw new ImageError('document-image/too-large', `more than ${MOST_MEGAPIXELS} megapixels`);
  try {
    const { width, height, data } = isPng
      ? PNG.sync.read(Buffer.from(file.buffer, file.byteOffset, file.byteLength))
      : decodeJpeg(file, {
          useTArray: true,
          formatAsRGBA: true,
          maxResolutionInMP: MOST_MEGAPIXELS,
          maxMemoryUsageInMB: 1024,
        });
    return greyFromRgba(width, height, data);
  } catch (cause) {
    const code = /exceeded/i.test(String(cause)) ? 'document-image/too-large' : 'document-image/damaged';
    throw new ImageError(code, 'the picture cannot be decoded', { cause });
  }
}

function pngPixels(file: Uint8Array): number {
  if (file.length < 24) return 0;
  const view = new DataView(file.buffer, file.byteOffset);
  return view.getUint32(16) * view.getUint32(20);
}
