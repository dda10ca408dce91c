import { encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { JPEGS } from '../testing/jpegs.ts';
import { decodePicture } from './decode.ts';
import { encodeJpeg } from './encode.ts';
import { orient } from './orient.ts';
import type { Picture } from './picture.ts';

/** Grey levels given row by row, as a picture. */
function greys(rows: readonly (readonly number[])[]): Picture {
  const rgba = Uint8Array.from(rows.flat().flatMap((grey) => [grey, grey, grey, 255]));
  return { width: rows[0]!.length, height: rows.length, rgba, dotsPerInch: null };
}

function rowsOf({ width, height, rgba }: Picture): number[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => rgba[(y * width + x) * 4]!),
  );
}

describe('files', () => {
  it('PNG, with what is transparent on white', () => {
    const png = new PNG({ width: 2, height: 1 });
    png.data.set([10, 20, 30, 255, 10, 20, 30, 0]);
    expect([...decodePicture(PNG.sync.write(png)).rgba]).toEqual([10, 20, 30, 255, 255, 255, 255, 255]);
  });

  it('PNG of 16 bits and of grey', () => {
    const data = Buffer.alloc(4 * 4 * 2 * 2);
    for (let at = 0; at < 8; at += 1) data.writeUInt16LE(0x8000, at * 2);
    const deep = PNG.sync.write({ width: 2, height: 2, data } as PNG, {
      bitDepth: 16,
      colorType: 0,
      inputColorType: 0,
    });
    expect(decodePicture(deep).rgba[0]).toBeGreaterThan(126);
    expect(decodePicture(deep).rgba[0]).toBeLessThan(130);
  });

  it.each(['progressive', 'of halved colours', 'of four inks (CMYK)'] as const)('JPEG %s', (kind) => {
    const { rgba, width } = decodePicture(Buffer.from(JPEGS[kind], 'base64'));
    const [left, right] = [
      rgba.subarray(5 * 4, 5 * 4 + 3),
      rgba.subarray((width - 6) * 4, (width - 6) * 4 + 3),
    ];
    for (const [i, level] of [200, 60, 40].entries()) expect(Math.abs(left[i]! - level)).toBeLessThan(3);
    for (const [i, level] of [40, 90, 210].entries()) expect(Math.abs(right[i]! - level)).toBeLessThan(3);
  });

  it('JPEG grey', () => {
    const { rgba } = decodePicture(Buffer.from(JPEGS.grey, 'base64'));
    expect([...rgba.subarray(20, 24)]).toEqual([100, 100, 100, 255]);
  });

  it('JPEG keeps its resolution when it is written and read', () => {
    const picture = {
      ...greys([
        [0, 0],
        [0, 0],
      ]),
      dotsPerInch: 300,
    };
    expect(decodePicture(encodeJpeg(picture))).toMatchObject({ width: 2, height: 2, dotsPerInch: 300 });
  });

  it('a single pixel', () => {
    expect(decodePicture(encodeJpeg(greys([[200]])))).toMatchObject({ width: 1, height: 1 });
  });
});

describe('what cannot be decoded is said by name', () => {
  const jpeg = new Uint8Array(
    encode({ width: 64, height: 64, data: Buffer.alloc(64 * 64 * 4, 90) }, 90).data,
  );
  const png = new Uint8Array(PNG.sync.write(new PNG({ width: 60, height: 60 })));
  const huge = (file: Uint8Array): Uint8Array => {
    const copy = Uint8Array.from(file);
    const frame = copy.findIndex((byte, at) => byte === 0xff && copy[at + 1] === 0xc0);
    const view = new DataView(copy.buffer);
    if (frame > 0) view.setUint32(frame + 5, 0xfff0_fff0);
    else view.setUint32(16, 1_000_000);
    return copy;
  };
  const interlaced = Uint8Array.from(png);
  interlaced[28] = 1;
  it.each([
    ['an interlaced PNG', interlaced, 'page/unsupported'],
    ['no bytes', new Uint8Array(), 'page/format'],
    ['text', new TextEncoder().encode('not a picture'), 'page/format'],
    ['a JPEG cut before its size', jpeg.subarray(0, 20), 'page/format'],
    ['a JPEG cut in its tables', jpeg.subarray(0, 300), 'page/damaged'],
    ['a JPEG cut in its last third', jpeg.subarray(0, jpeg.length - 12), 'page/damaged'],
    ['a PNG cut in its pixels', png.subarray(0, 60), 'page/damaged'],
    ['a huge JPEG', huge(jpeg), 'page/too-large'],
    ['a huge PNG', huge(png), 'page/too-large'],
  ])('%s', (_name, file, code) => {
    expect(() => decodePicture(file)).toThrow(expect.objectContaining({ code }));
  });
});

it('turns as cameras say: the eight orientations show the same picture', () => {
  const upright = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const stored: Record<number, number[][]> = {
    1: upright,
    2: [
      [3, 2, 1],
      [6, 5, 4],
    ],
    3: [
      [6, 5, 4],
      [3, 2, 1],
    ],
    4: [
      [4, 5, 6],
      [1, 2, 3],
    ],
    5: [
      [1, 4],
      [2, 5],
      [3, 6],
    ],
    6: [
      [3, 6],
      [2, 5],
      [1, 4],
    ],
    7: [
      [6, 3],
      [5, 2],
      [4, 1],
    ],
    8: [
      [4, 1],
      [5, 2],
      [6, 3],
    ],
  };
  for (const [orientation, rows] of Object.entries(stored))
    expect(rowsOf(orient(greys(rows), Number(orientation))), orientation).toEqual(upright);
});
