import { ChipError } from '../errors.ts';

export interface JpegSize {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** Frame headers of baseline, extended and progressive Huffman coding (ITU-T T.81 table B.1): what browsers decode. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/**
 * Reads the size from a JPEG file's frame header (ITU-T T.81 §B.2).
 * @throws ChipError `chip/malformed` where no frame header comes before the first scan; `chip/unsupported` for lossless
 * and arithmetic coding
 */
export function readJpegSize(jpeg: Uint8Array): JpegSize {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.length);
  for (let at = 2; at + 4 <= jpeg.length; ) {
    if (jpeg[at] !== 0xff) break;
    const marker = jpeg[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) break;
    const length = view.getUint16(at + 2);
    if (length < 2) break;
    if (FRAMES.has(marker)) {
      if (length < 8 || at + 10 > jpeg.length) break;
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { width, height, components: jpeg[at + 9] as number };
    }
    if (marker > 0xc2 && marker < 0xd0 && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      throw new ChipError('chip/unsupported', 'a JPEG of another coding');
    }
    at += 2 + length;
  }
  throw new ChipError('chip/malformed', 'a JPEG without a frame header');
}
