import { believableDpi, type PictureHeader } from './picture.ts';

const SIGNATURE = 0x89504e470d0a1a0an;
const IHDR = 0x49484452;
const PHYS = 0x70485973;
const IDAT = 0x49444154;
const INCHES_PER_METRE = 0.0254;

/** ISO/IEC 15948 §11.2.2 (IHDR), §11.3.4.3 (pHYs). */
export function readPngHeader(view: DataView): PictureHeader | undefined {
  if (view.byteLength < 33 || view.getBigUint64(0) !== SIGNATURE || view.getUint32(12) !== IHDR)
    return undefined;
  return {
    format: 'png',
    width: view.getUint32(16),
    height: view.getUint32(20),
    // An interlaced one can unpack to more than its size says.
    supported: view.getUint8(28) === 0,
    orientation: 1,
    dotsPerInch: density(view),
  };
}

function density(view: DataView): number | null {
  let at = 8;
  while (at + 21 <= view.byteLength) {
    const type = view.getUint32(at + 4);
    if (type === IDAT) return null;
    if (type === PHYS)
      return view.getUint8(at + 16) === 1
        ? believableDpi(Math.round(view.getUint32(at + 8) * INCHES_PER_METRE))
        : null;
    at += 12 + view.getUint32(at);
  }
  return null;
}
