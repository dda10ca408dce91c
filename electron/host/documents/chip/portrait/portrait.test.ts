import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { cpuOf } from '../testing/cpu.ts';
import { errorCode, rejectionCode } from '../testing/error-code.ts';
import * as pictures from '../testing/pictures.ts';
import { hasTestData, testData } from '../testing/test-data.ts';
import { concatBytes } from '../tlv/index.ts';
import { decodeJpeg2000 } from './decode-jpeg2000.ts';
import { createPortraitDecoder, inspectImage } from './index.ts';
import { findCodestream } from './jpeg2000-header.ts';
import { writePng } from './png.ts';

const decoder = createPortraitDecoder();
afterAll(() => decoder.stop());

const WIDTH = 24;
const HEIGHT = 16;
const red = (x: number) => (x * 10) % 256;
const colour = (x: number, y: number) => [red(x), (y * 15) % 256, ((x + y) * 6) % 256];

function pixel(png: PNG, x: number, y: number): number[] {
  const at = (y * png.width + x) * 4;
  return [...png.data.subarray(at, at + 3)];
}

/** Big-endian numbers written over an image at an offset. */
function patched(image: Uint8Array, offset: number, ...numbers: readonly number[]): Uint8Array {
  const copy = image.slice();
  const view = new DataView(copy.buffer);
  for (const [index, number] of numbers.entries()) view.setUint32(offset + index * 4, number);
  return copy;
}

const CODESTREAM = findCodestream(pictures.COLOUR) as Uint8Array;

describe('JPEG 2000', () => {
  it.each([
    ['a JP2 file', pictures.COLOUR, 'jpeg2000'],
    ['a bare codestream', CODESTREAM, 'jpeg2000'],
    ['transparency', pictures.TRANSPARENT, 'jpeg2000'],
    ['tiles', pictures.TILES, 'jpeg2000'],
    ['layers', pictures.LAYERS, 'jpeg2000'],
    ['what one decoder gets wrong', pictures.BYPASS, 'openjpeg'],
  ])('%s comes out as it was made', async (_name, image, by) => {
    const portrait = await decoder.decode(image);
    expect(portrait).toMatchObject({
      mediaType: 'image/png',
      width: WIDTH,
      height: HEIGHT,
      source: 'jpeg2000',
      decoder: by,
    });
    const png = PNG.sync.read(Buffer.from(portrait.bytes));
    for (let y = 0; y < HEIGHT; y += 1) {
      for (let x = 0; x < WIDTH; x += 1) expect(pixel(png, x, y)).toEqual(colour(x, y));
    }
  });

  it.each([
    ['grey', pictures.GREY],
    ['grey with transparency', pictures.GREY_TRANSPARENT],
  ])('%s stays grey', async (_name, image) => {
    const png = PNG.sync.read(Buffer.from((await decoder.decode(image)).bytes));
    for (let x = 0; x < WIDTH; x += 1) expect(pixel(png, x, 5)).toEqual([red(x), red(x), red(x)]);
  });

  it('in sYCC is converted', async () => {
    const box = Buffer.from(pictures.COLOUR).indexOf('colr');
    const { pixels } = await decodeJpeg2000(patched(pictures.COLOUR, box + 7, 18));
    const [y, cb, cr] = colour(10, 10) as [number, number, number];
    const expected = [
      y + 1.402 * (cr - 128),
      y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128),
      y + 1.772 * (cb - 128),
    ];
    const at = (10 * WIDTH + 10) * 3;
    for (const [index, value] of expected.entries()) {
      const within = Math.min(255, Math.max(0, value));
      expect(Math.abs((pixels.data[at + index] as number) - within)).toBeLessThanOrEqual(0.51);
    }
  });

  it.each([
    ['cut short', pictures.COLOUR.subarray(0, 250)],
    ['garbled', concatBytes(pictures.COLOUR.subarray(0, 240), new Uint8Array(200).fill(0xff))],
  ])('%s is refused', async (_name, image) => {
    expect(await rejectionCode(decoder.decode(image))).toBe('chip/malformed');
  });
});

describe('an image that lies about its size', () => {
  const SIZE = 8;
  it.each([
    ['2^32 - 1 pixels square', [0xffff_ffff, 0xffff_ffff], 'chip/too-large'],
    ['60,000 pixels wide', [60_000, 16], 'chip/too-large'],
    ['4,000 pixels square', [4000, 4000], 'chip/too-large'],
    ['no pixel', [0, 0], 'chip/malformed'],
    ['less than nothing', [10, 10, 20, 20], 'chip/malformed'],
    ['a million tiles', [1000, 1000, 0, 0, 1, 1], 'chip/too-large'],
    ['tiles of nothing', [24, 16, 0, 0, 0, 0], 'chip/malformed'],
  ])('%s', (_name, numbers, code) => {
    const spent = cpuOf(() => {
      expect(errorCode(() => inspectImage(patched(CODESTREAM, SIZE, ...numbers)))).toBe(code);
    });
    expect(spent).toBeLessThan(100);
  });

  it('is believed by its codestream, not by the box around it', () => {
    const box = Buffer.from(pictures.COLOUR).indexOf('ihdr');
    expect(inspectImage(patched(pictures.COLOUR, box + 4, 60_000, 60_000))).toMatchObject({
      width: WIDTH,
      height: HEIGHT,
    });
  });

  it('with boxes without end is refused', () => {
    const boxes = concatBytes(...Array.from({ length: 1000 }, () => pictures.COLOUR.subarray(0, 12)));
    expect(errorCode(() => inspectImage(boxes))).toBe('chip/unsupported');
    expect(errorCode(() => inspectImage(new Uint8Array(5 * 1024 * 1024)))).toBe('chip/too-large');
  });

  it('of other samples or colours is refused', () => {
    for (const [offset, value] of [
      [42, 15],
      [43, 2],
      [41, 200],
      [41, 0],
    ] as const) {
      const image = CODESTREAM.slice();
      image[offset] = value;
      expect(errorCode(() => inspectImage(image))).toMatch(/^chip\/(unsupported|malformed)$/);
    }
  });
});

describe('JPEG', () => {
  it.each([
    ['baseline', pictures.JPEG],
    ['progressive', pictures.PROGRESSIVE_JPEG],
  ])('%s is passed on as it is', async (_name, image) => {
    expect(await decoder.decode(image)).toEqual({
      bytes: image,
      mediaType: 'image/jpeg',
      width: WIDTH,
      height: HEIGHT,
      source: 'jpeg',
      decoder: null,
    });
  });

  it('without a frame, or of another coding, is refused', () => {
    const frame = Buffer.from(pictures.JPEG).indexOf(Buffer.from([0xff, 0xc0]));
    const coded = (marker: number) => {
      const image = pictures.JPEG.slice();
      image[frame + 1] = marker;
      return image;
    };
    expect(errorCode(() => inspectImage(coded(0xc3)))).toBe('chip/unsupported');
    expect(errorCode(() => inspectImage(coded(0xc9)))).toBe('chip/unsupported');
    expect(errorCode(() => inspectImage(pictures.JPEG.subarray(0, frame)))).toBe('chip/malformed');
    expect(errorCode(() => inspectImage(Uint8Array.of(0xff, 0xd8)))).toBe('chip/malformed');
    expect(errorCode(() => inspectImage(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0)))).toBe('chip/malformed');
    const huge = pictures.JPEG.slice();
    huge.set([0xff, 0xff, 0xff, 0xff], frame + 5);
    expect(errorCode(() => inspectImage(huge))).toBe('chip/too-large');
  });
});

describe('the decoder’s thread', () => {
  it('is given up when an image takes too long, and the next one gets a new one', async () => {
    const impatient = createPortraitDecoder({ patience: 1 });
    expect(await rejectionCode(impatient.decode(pictures.COLOUR))).toBe('chip/malformed');
    await impatient.stop();
    expect((await decoder.decode(pictures.COLOUR)).width).toBe(WIDTH);
  });

  it('decodes one after the other', async () => {
    const all = await Promise.all(
      [pictures.COLOUR, pictures.GREY, pictures.TILES].map((image) => decoder.decode(image)),
    );
    expect(all.map(({ decoder: by }) => by)).toEqual(['jpeg2000', 'jpeg2000', 'jpeg2000']);
  });

  it('that cannot start is an error, not a hang', async () => {
    const broken = createPortraitDecoder({ entry: '/nowhere/portrait-worker.js' });
    expect(await rejectionCode(broken.decode(pictures.COLOUR))).toBe('chip/malformed');
  });
});

it('writes PNG files that others read', () => {
  const data = Uint8Array.from({ length: 3 * 5 * 7 }, (_value, index) => (index * 37) % 256);
  const png = writePng({ width: 5, height: 7, components: 3, data });
  const read = PNG.sync.read(Buffer.from(png));
  expect([read.width, read.height]).toEqual([5, 7]);
  for (let at = 0; at < 35; at += 1) {
    expect([...read.data.subarray(at * 4, at * 4 + 3)]).toEqual([...data.subarray(at * 3, at * 3 + 3)]);
  }
  expect(inflateSync(png.subarray(41, -16)).length).toBe((5 * 3 + 1) * 7);
});

const OTHERS = ['chip/chip-bdr-test/EF_DG2.bin', 'chip/iso39794/ICAO_39794_5_AP_DG2_Face.jpg'];

describe.skipIf(!hasTestData(...OTHERS))('portraits of others', () => {
  it('are decoded', async () => {
    const image = testData(OTHERS[1] as string);
    const portrait = await decoder.decode(image);
    expect(portrait).toMatchObject({ width: 413, height: 531, decoder: 'jpeg2000' });
    expect(PNG.sync.read(Buffer.from(portrait.bytes)).width).toBe(413);
  });

  it('without an image are refused', async () => {
    const invalid = testData('chip/iso39794/ICAO_39794_5_AP_MandFields_InvalidImage.dat').subarray(44);
    expect(await rejectionCode(decoder.decode(invalid))).toBe('chip/unsupported');
  });
});
