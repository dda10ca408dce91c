import { type GlyphWeights, greyFromRgba, type MrzImageReading, readMrzImage } from '../image/index.ts';
import { pageOfZone, type ZonePage } from './geometry/zone-page.ts';
import { decodePicture } from './picture/decode.ts';
import { encodeJpeg } from './picture/encode.ts';
import type { Picture } from './picture/picture.ts';
import { type DecodedBarcode, findBarcodes } from './symbols/decode.ts';
import type { Box, PageReading } from './types.ts';
import { straighten } from './upright.ts';

/**
 * Everything a picture of one side of a document says (JPEG or PNG): its zone, its barcodes, the side itself cut out
 * upright, and how well it was taken. The same file gives the same reading; `today` only decides centuries.
 * @throws PageError when the file cannot be decoded or the barcode decoder does not start
 */
export async function readPage(file: Uint8Array, net: GlyphWeights, today?: Date): Promise<PageReading> {
  const picture = decodePicture(file);
  const grey = greyFromRgba(picture.width, picture.height, picture.rgba);
  const reading = readMrzImage(grey, net, today);
  const barcodes = await findBarcodes(picture, grey);
  const page = pageOfZone(reading);
  const upright = page ? straightened(picture, page) : whole(picture);
  return {
    zone: zoneOf(reading),
    barcodes: barcodes.map(({ symbology, text, bytes }) => ({ symbology, text, bytes })),
    upright: isEmpty(reading, barcodes) ? null : upright,
    problem: isEmpty(reading, barcodes) ? 'no-page' : problemOf(reading),
    quality: {
      sharpness: reading.quality?.sharpness ?? 0,
      glare: reading.quality?.glare ?? 0,
      dotsPerInch: reading.quality?.resolutionDpi ?? picture.dotsPerInch ?? 0,
    },
  };
}

function isEmpty({ reason }: MrzImageReading, barcodes: readonly DecodedBarcode[]): boolean {
  return reason === 'no-zone' && barcodes.length === 0;
}

function zoneOf({ outcome, lines, repairs, confidence, reason }: MrzImageReading): PageReading['zone'] {
  if (reason === 'no-zone') return null;
  return { outcome, lines, repairs, confidence: Math.min(1, ...confidence.flat()), reason: reason ?? null };
}

function problemOf({ reason }: MrzImageReading): PageReading['problem'] {
  if (reason === 'resolution') return 'too-small';
  if (reason === 'glare') return 'glare';
  return reason === 'blur' ? 'blurred' : null;
}

function straightened(picture: Picture, { format, corners, scale }: ZonePage): PageReading['upright'] {
  const side = straighten(picture, corners, [format.width, format.height], scale * 25.4);
  const dotsPerMm = side.width / format.width;
  return describe(side, true, format.portrait && scaled(format.portrait, dotsPerMm));
}

function whole(picture: Picture): PageReading['upright'] {
  return describe(picture, false, null);
}

function describe(side: Picture, certain: boolean, portraitWindow: Box | null): PageReading['upright'] {
  const { width, height } = side;
  return {
    bytes: encodeJpeg(side),
    width,
    height,
    dotsPerInch: side.dotsPerInch ?? 0,
    certain,
    portraitWindow,
  };
}

function scaled({ x, y, width, height }: Box, by: number): Box {
  return { x: x * by, y: y * by, width: width * by, height: height * by };
}
