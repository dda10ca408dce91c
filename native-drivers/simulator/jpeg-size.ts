export interface JpegInfo {
  width: number;
  height: number;
  /** From the JFIF header; null where it names none. */
  dotsPerInch: number | null;
}

/** Reads size and density from a JPEG's headers (ITU-T T.81 Annex B, JFIF 1.02); null for what is no JPEG. */
export function jpegInfo(bytes: Uint8Array): JpegInfo | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let dotsPerInch: number | null = null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    const length = view.getUint16(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), dotsPerInch };
    if (marker === 0xe0 && length >= 14 && at + 14 <= bytes.length && view.getUint32(at + 4) === 0x4a464946) {
      const density = view.getUint16(at + 12);
      if (bytes[at + 11] === 1) dotsPerInch = density || null;
      if (bytes[at + 11] === 2) dotsPerInch = Math.round(density * 2.54) || null;
    }
    at += 2 + length;
  }
  return null;
}
