import fc from 'fast-check';
import { encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { pictureSize } from './picture-size.ts';

const jpeg = new Uint8Array(encode({ width: 321, height: 45, data: Buffer.alloc(321 * 45 * 4) }, 50).data);

it('reads what the file says', () => {
  expect(pictureSize(PNG.sync.write(new PNG({ width: 123, height: 45 })))).toEqual({
    width: 123,
    height: 45,
  });
  expect(pictureSize(jpeg)).toEqual({ width: 321, height: 45 });
  const padded = Uint8Array.from([...jpeg.subarray(0, 2), 0xff, ...jpeg.subarray(2)]);
  expect(pictureSize(padded)).toEqual({ width: 321, height: 45 });
});

it('knows no size of what is no picture or breaks off', () => {
  expect(pictureSize(new Uint8Array())).toBeUndefined();
  expect(pictureSize(new TextEncoder().encode('GIF89a and more than that'))).toBeUndefined();
  expect(pictureSize(jpeg.subarray(0, 30))).toBeUndefined();
});

it('never throws', () => {
  const bytes = fc.uint8Array({ maxLength: 60 });
  fc.assert(
    fc.property(fc.constantFrom([], [0xff, 0xd8], [0x89, 0x50, 0x4e, 0x47]), bytes, (magic, rest) => {
      pictureSize(Uint8Array.from([...magic, ...rest]));
    }),
    { numRuns: 5_000 },
  );
});
