/** A decoded picture as it is to be looked at: four bytes a pixel, row after row, opaque. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
  /** What the file says, when it says something a scanner would: screens' 72 and 96 are nobody's measurement. */
  readonly dotsPerInch: number | null;
}

/** What a picture's file says of itself before anything is decoded. */
export interface PictureHeader {
  readonly format: 'jpeg' | 'png';
  /** Pixels as they are stored, before {@link orientation}. */
  readonly width: number;
  readonly height: number;
  /** Whether it is of a kind that can be decoded: not of 12 bits, not lossless, not arithmetic, not interlaced. */
  readonly supported: boolean;
  /** How the rows are to be turned to be looked at (Exif 2.32 §4.6.4, tag 0x0112), 1 to 8; 1 is as stored. */
  readonly orientation: number;
  readonly dotsPerInch: number | null;
}

/** Screens' resolutions, which programs write when they know none; no scanner of documents has so few. */
const LEAST_DPI = 100;
const MOST_DPI = 2_400;

export function believableDpi(value: number): number | null {
  return value >= LEAST_DPI && value <= MOST_DPI ? value : null;
}
