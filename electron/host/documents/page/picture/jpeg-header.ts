import { readExifOrientation } from './exif.ts';
import { believableDpi, type PictureHeader } from './picture.ts';

const SOI = 0xffd8;
const APP0 = 0xe0;
const APP1 = 0xe1;
const JFIF = 0x4a464946;
const EXIF = 0x45786966;
const CENTIMETRES = 2;
/** Markers that stand alone, without a length: TEM, RST0 to RST7, SOI. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
/** SOF0 to SOF15 but for the tables DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Baseline, extended and progressive, Huffman coded; and 8 bits a sample. */
const isDecodable = (marker: number, precision: number): boolean => marker <= 0xc2 && precision === 8;

/** ITU-T T.81 §B.2.2 (frame header), T.871 §10.1 (JFIF's density), Exif 2.32 §4.7.2 (its place in APP1). */
export function readJpegHeader(view: DataView): PictureHeader | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== SOI) return undefined;
  let orientation = 1;
  let dotsPerInch: number | null = null;
  let at = 2;
  while (at + 10 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (isFrame(marker))
      return {
        format: 'jpeg',
        width: view.getUint16(at + 7),
        height: view.getUint16(at + 5),
        supported: isDecodable(marker, view.getUint8(at + 4)),
        orientation,
        dotsPerInch,
      };
    if (marker === 0xff) at += 1;
    else if (isBare(marker)) at += 2;
    else {
      const end = at + 2 + view.getUint16(at + 2);
      if (end > view.byteLength) return undefined;
      const name = view.getUint32(at + 4);
      if (marker === APP0 && name === JFIF && end >= at + 18) dotsPerInch = density(view, at);
      if (marker === APP1 && name === EXIF && end >= at + 18)
        orientation = readExifOrientation(
          new DataView(view.buffer, view.byteOffset + at + 10, end - at - 10),
        );
      at = end;
    }
  }
  return undefined;
}

function density(view: DataView, at: number): number | null {
  const unit = view.getUint8(at + 11);
  const value = view.getUint16(at + 12);
  return unit === 0 ? null : believableDpi(unit === CENTIMETRES ? Math.round(value * 2.54) : value);
}
