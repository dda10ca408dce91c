import type { GreyImage, MrzImageReading } from '../../image/index.ts';
import type { Outline } from '../outline/outline.ts';
import { orient } from '../picture/orient.ts';
import type { Picture } from '../picture/picture.ts';
import type { Upright } from '../upright.ts';
import { type DecodedBarcode, findBarcodes, findTiltedBarcodes } from './decode.ts';

export interface SideBarcodes {
  readonly barcodes: readonly DecodedBarcode[];
  /** The side, turned so that a barcode on it is upright when no zone says what is. */
  readonly upright: Upright;
}

/**
 * The barcodes of a side. It lies straight, which PDF417 needs; only where none was found and no zone was read, the rest of
 * the picture is searched as well, for the side may have been taken for a part of it, and askew where no edge was seen.
 */
export async function findSideBarcodes(facts: {
  readonly picture: Picture;
  readonly grey: GreyImage;
  readonly side: Upright;
  readonly outline: Outline;
  readonly reading: MrzImageReading;
}): Promise<SideBarcodes> {
  const { picture, grey, side, outline, reading } = facts;
  const barcodes = await findBarcodes(side);
  if (barcodes.length > 0) return { barcodes, upright: outline.format ? side : turned(side, barcodes[0]!) };
  if (reading.outcome !== 'unreadable' || outline.by === 'picture') return { barcodes, upright: side };
  const others = await findBarcodes(picture);
  if (others.length > 0 || outline.by !== 'print') return { barcodes: others, upright: side };
  return { barcodes: await findTiltedBarcodes(grey), upright: side };
}

/** Orientations (Exif 2.32 §4.6.4) that undo so many quarter turns clockwise. */
const UNDO = [1, 8, 3, 6] as const;

/** Barcodes of licences are printed as their text is, along the card. */
function turned(side: Upright, { corners: [topLeft, topRight] }: DecodedBarcode): Upright {
  const quarters = Math.round((Math.atan2(topRight.y - topLeft.y, topRight.x - topLeft.x) * 2) / Math.PI);
  return { ...orient(side, UNDO[(quarters + 4) % 4]!), dotsPerInch: side.dotsPerInch };
}
