import { ChipError } from '../errors.ts';
import { readJpegSize } from './jpeg-header.ts';
import { findCodestream, readSiz } from './jpeg2000-header.ts';

/** What an image's own header says, which alone counts: the record around it and the JP2 boxes may say otherwise. */
export interface ImageHeader {
  readonly format: 'jpeg' | 'jpeg2000';
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** The largest portraits of passports have about 1200 by 1600 pixels. */
const LONGEST_SIDE = 4096;
const MOST_PIXELS = 12_000_000;
/** The largest files of DG2 have about 100 kB. */
const MOST_OCTETS = 4 * 1024 * 1024;

function sized(header: ImageHeader): ImageHeader {
  const { width, height, components } = header;
  if (width < 1 || height < 1) throw new ChipError('chip/malformed', 'an image without pixels');
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS) {
    throw new ChipError('chip/too-large', 'an image beyond any portrait');
  }
  if (components < 1 || components > 4) throw new ChipError('chip/unsupported', 'an image of other colours');
  return header;
}

/**
 * Looks at an image's header without decoding anything.
 * @throws ChipError `chip/too-large` before any memory is taken for pixels; `chip/unsupported` for other formats;
 * `chip/malformed`
 */
export function inspectImage(image: Uint8Array): ImageHeader {
  if (image.length > MOST_OCTETS) throw new ChipError('chip/too-large', 'an image file beyond any portrait');
  if (image[0] === 0xff && image[1] === 0xd8) return sized({ format: 'jpeg', ...readJpegSize(image) });
  const codestream = findCodestream(image);
  if (!codestream) throw new ChipError('chip/unsupported', 'an image that is neither JPEG nor JPEG 2000');
  return sized({ format: 'jpeg2000', ...readSiz(codestream) });
}
