import {
  type GlyphWeights,
  type GreyImage,
  greyFromRgba,
  type MrzImageReading,
  readMrzImage,
} from '../image/index.ts';
import { sidesOf } from './geometry/homography.ts';
import { locate } from './outline/locate.ts';
import type { Outline } from './outline/outline.ts';
import { decodePicture } from './picture/decode.ts';
import { encodeJpeg } from './picture/encode.ts';
import type { Picture } from './picture/picture.ts';
import { problemOf } from './problem.ts';
import { findGlare, glareIn } from './quality/glare.ts';
import { sharpnessOf } from './quality/sharpness.ts';
import { readAgain } from './second-reading.ts';
import { findSideBarcodes } from './symbols/side.ts';
import type { Box, PageReading } from './types.ts';
import { straighten, type Upright } from './upright.ts';

const MM_PER_INCH = 25.4;

/**
 * Everything a picture of one side of a document says (JPEG or PNG): its zone, its barcodes, the side itself cut out
 * upright, and how well it was taken. The same file gives the same reading; `today` only decides centuries.
 * @throws PageError when the file cannot be decoded or the barcode decoder does not start
 */
export async function readPage(file: Uint8Array, net: GlyphWeights, today?: Date): Promise<PageReading> {
  const picture = decodePicture(file);
  const grey = greyFromRgba(picture.width, picture.height, picture.rgba);
  const found = find(picture, grey, net, today);
  if (!found) return nothing(picture);
  const { reading, outline, side, dotsPerInch } = found;
  const { barcodes, upright } = await findSideBarcodes({ picture, grey, side, outline, reading });
  const portrait = outline.format?.portrait ?? null;
  const scale = side.dotsPerInch / MM_PER_INCH;
  const sharpness = sharpnessOf(greyFromRgba(side.width, side.height, side.rgba), side.dotsPerInch);
  const glare = findGlare(side, side.dotsPerInch);
  const hasData = reading.outcome !== 'unreadable' || barcodes.length > 0;
  return {
    zone: zoneOf(reading),
    barcodes: barcodes.map(({ symbology, text, bytes }) => ({ symbology, text, bytes })),
    upright: {
      bytes: encodeJpeg(upright),
      width: upright.width,
      height: upright.height,
      dotsPerInch: side.dotsPerInch,
      certain: outline.format !== undefined,
      portraitWindow: portrait && scaled(portrait, scale),
    },
    problem: problemOf({
      cutOff: outline.cutOff,
      certain: outline.format !== undefined,
      dotsPerInch,
      sharpness,
      glare,
      hasData,
      reason: reading.reason ?? null,
      portrait,
    }),
    quality: { sharpness, glare: glareIn(glare), dotsPerInch: Math.round(dotsPerInch) },
  };
}

interface Found {
  readonly reading: MrzImageReading;
  readonly outline: Outline;
  readonly side: Upright;
  readonly dotsPerInch: number;
}

function find(picture: Picture, grey: GreyImage, net: GlyphWeights, today?: Date): Found | undefined {
  const reading = readMrzImage(grey, net, today);
  const outline = locate(picture, reading);
  if (!outline) return undefined;
  const first = { reading, outline, ...cutOut(picture, outline) };
  if (reading.outcome !== 'unreadable') return first;
  const again = readAgain(picture, outline, first.side, net, today);
  const sure = again && locate(picture, again);
  return sure ? { reading: again, outline: sure, ...cutOut(picture, sure) } : first;
}

function cutOut(picture: Picture, { corners, size }: Outline): { side: Upright; dotsPerInch: number } {
  const dotsPerInch = (sidesOf(corners)[0] / size[0]) * MM_PER_INCH;
  return { dotsPerInch, side: straighten(picture, corners, size, dotsPerInch) };
}

function nothing({ dotsPerInch }: Picture): PageReading {
  return {
    zone: null,
    barcodes: [],
    upright: null,
    problem: 'no-page',
    quality: { sharpness: 0, glare: 0, dotsPerInch: dotsPerInch ?? 0 },
  };
}

function zoneOf({ outcome, lines, repairs, confidence, reason }: MrzImageReading): PageReading['zone'] {
  if (lines.length === 0) return null;
  return { outcome, lines, repairs, confidence: Math.min(1, ...confidence.flat()), reason: reason ?? null };
}

function scaled({ x, y, width, height }: Box, by: number): Box {
  return { x: x * by, y: y * by, width: width * by, height: height * by };
}
