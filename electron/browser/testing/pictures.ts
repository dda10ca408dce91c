import { crc32, deflateSync } from 'node:zlib';
import jpeg from 'jpeg-js';

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A black PNG of one bit a pixel: few bytes, and as many pixels as wanted. */
export function blackPng(width: number, height: number, extra: Buffer = Buffer.alloc(0)): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))));
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', header),
      extra,
      chunk('IDAT', rows),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

/** Two frames, played for ever. */
export const animationControl = () => chunk('acTL', Buffer.from('0000000200000000', 'hex'));

/** The JPEG with a segment put in right after its start. */
function withSegment(picture: Uint8Array, marker: number, body: Buffer): Uint8Array {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xff00 + marker, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return new Uint8Array(Buffer.concat([picture.subarray(0, 2), head, body, picture.subarray(2)]));
}

/** Adobe's marker (APP14) says that the three channels are red, green and blue, which they are not. */
export function claimingRgb(picture: Uint8Array): Uint8Array {
  const withoutJfif = dropSegment(picture, 0xe0);
  return withSegment(
    withoutJfif,
    0xee,
    Buffer.concat([Buffer.from('Adobe\0\x64\0\0\0\0', 'latin1'), Buffer.from([0])]),
  );
}

function dropSegment(picture: Uint8Array, marker: number): Uint8Array {
  const view = new DataView(picture.buffer, picture.byteOffset, picture.byteLength);
  for (let at = 2; at + 4 < picture.length && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at + 1) !== marker) continue;
    const end = at + 2 + view.getUint16(at + 2);
    return new Uint8Array(Buffer.concat([picture.subarray(0, at), picture.subarray(end)]));
  }
  return picture;
}

/** Lying on its side, as a telephone stores it, with Exif's orientation 6: to be turned clockwise when shown. */
export function lyingDown(picture: Uint8Array): Uint8Array {
  const { width, height, data } = jpeg.decode(picture, { useTArray: true });
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (width - 1 - x) * height + y;
      turned.set(data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4), 4 * to);
    }
  }
  const encoded = jpeg.encode({ width: height, height: width, data: turned }, 92).data;
  // One directory with one entry: tag 0x0112, SHORT, one value, 6.
  const tiff = Buffer.from('4d4d002a00000008' + '0001' + '011200030000000100060000' + '00000000', 'hex');
  return withSegment(new Uint8Array(encoded), 0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}
