const LITTLE = 0x4949;
const BIG = 0x4d4d;
const ORIENTATION = 0x0112;
const UPRIGHT = 1;

/** The orientation in the first directory of a TIFF block (Exif 2.32 §4.6.2 and §4.6.4); 1 when it says none. */
export function readExifOrientation(tiff: DataView): number {
  if (tiff.byteLength < 8) return UPRIGHT;
  const order = tiff.getUint16(0);
  if (order !== LITTLE && order !== BIG) return UPRIGHT;
  const little = order === LITTLE;
  const directory = tiff.getUint32(4, little);
  if (directory + 2 > tiff.byteLength) return UPRIGHT;
  const entries = tiff.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.byteLength) return UPRIGHT;
    if (tiff.getUint16(at, little) !== ORIENTATION) continue;
    const value = tiff.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : UPRIGHT;
  }
  return UPRIGHT;
}
