import { imageSize, largestImageBytes, largestImagePixels } from '../../electron/contract/index.ts';
import { VisionError } from './errors.ts';

/**
 * The size a JPEG or PNG declares, read without decoding it, so that a picture that would not fit in memory is
 * refused first.
 *
 * @throws VisionError `vision/image-unreadable` for anything else than JPEG or PNG, and for animations, `vision/image-too-large`.
 */
export function checkedImageSize(bytes: Uint8Array): { width: number; height: number } {
  if (bytes.length > largestImageBytes) throw new VisionError('vision/image-too-large', 'too many bytes');
  const size = imageSize(bytes);
  if (!size || size.width === 0 || size.height === 0) {
    throw new VisionError('vision/image-unreadable', 'neither a JPEG nor a PNG picture');
  }
  if (isAnimated(bytes)) {
    throw new VisionError('vision/image-unreadable', 'an animation is not one picture');
  }
  if (size.width * size.height > largestImagePixels) {
    throw new VisionError('vision/image-too-large', 'too many pixels');
  }
  return size;
}

/** A PNG with an `acTL` chunk before its data shows other pictures than its first (PNG third edition, 11.3.6.1). */
function isAnimated(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x89) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (name === 'acTL') return true;
    if (name === 'IDAT') return false;
  }
  return false;
}
