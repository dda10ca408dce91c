export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const PNG_MAGIC = 0x89504e47;
const JPEG_MAGIC = 0xffd8;
/** Markers that stand alone, without a length: TEM, RST0 to RST7, SOI. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
/** SOF0 to SOF15 but for the tables DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpegSize(view: DataView): PictureSize | undefined {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isBare(marker)) at += 2;
    else if (isFrame(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** What a PNG (ISO/IEC 15948 §11.2.2) or JPEG (ITU-T T.81 §B.2.2) says its size is, in pixels; `undefined` for others. */
export function pictureSize(file: Uint8Array): PictureSize | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length >= 24 && view.getUint32(0) === PNG_MAGIC)
    return { width: view.getUint32(16), height: view.getUint32(20) };
  return file.length >= 4 && view.getUint16(0) === JPEG_MAGIC ? jpegSize(view) : undefined;
}
