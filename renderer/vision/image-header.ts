import { imageSize, largestImageBytes, largestImagePixels } from '../../electron/contract/index.ts';
import { VisionError } from './errors.ts';

/**
 * The size a JPEG or PNG declares, read without decoding it, so that a picture that would not fit in memory is
 * refused first.
 *
 * @throws VisionError `vision/image-unreadable` for anything else than JPEG or PNG, `vision/image-too-large`.
 */
export function checkedImageSize(bytes: Uint8Array): { width: number; height: number } {
  if (bytes.length > largestImageBytes) throw new VisionError('vision/image-too-large', 'too many bytes');
  const size = imageSize(bytes);
  if (!size || size.width === 0 || size.height === 0) {
    throw new VisionError('vision/image-unreadable', 'neither a JPEG nor a PNG picture');
  }
  if (size.width * size.height > largestImagePixels) {
    throw new VisionError('vision/image-too-large', 'too many pixels');
  }
  return size;
}
