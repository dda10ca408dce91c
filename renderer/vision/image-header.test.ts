import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { largestImageBytes } from '../../electron/contract/index.ts';
import { checkedImageSize } from './image-header.ts';

const pixels = (width: number, height: number) => ({
  width,
  height,
  data: new Uint8Array(4 * width * height),
});
const unreadable = expect.objectContaining({ code: 'vision/image-unreadable' });
const tooLarge = expect.objectContaining({ code: 'vision/image-too-large' });

describe('checkedImageSize', () => {
  it('reads the size of JPEG and PNG', () => {
    expect(checkedImageSize(jpeg.encode(pixels(37, 21), 80).data)).toEqual({ width: 37, height: 21 });
    expect(checkedImageSize(PNG.sync.write(new PNG({ width: 12, height: 90 })))).toEqual({
      width: 12,
      height: 90,
    });
  });

  it('refuses a picture that claims to be enormous before anything decodes it', () => {
    const png = PNG.sync.write(new PNG({ width: 4, height: 4 }));
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    expect(() => checkedImageSize(png)).toThrowError(tooLarge);
    expect(() => checkedImageSize(new Uint8Array(largestImageBytes + 1))).toThrowError(tooLarge);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', Buffer.from('GIF89a and the rest of it, long enough')],
    [
      'a JPEG without a frame',
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9, 0, 0, 0, 0, 0, 0),
    ],
    ['a PNG of no size', PNG.sync.write(new PNG({ width: 1, height: 1 })).fill(0, 16, 24)],
  ])('refuses %s', (_, bytes) => {
    expect(() => checkedImageSize(bytes)).toThrowError(unreadable);
  });
});
