import fc from 'fast-check';
import { encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { readHeader } from './header.ts';

const jpeg = new Uint8Array(encode({ width: 321, height: 45, data: Buffer.alloc(321 * 45 * 4) }, 50).data);
const png = new Uint8Array(PNG.sync.write(new PNG({ width: 123, height: 45 })));

/** A segment put behind the first two bytes. */
function withSegment(marker: number, body: readonly number[]): Uint8Array {
  const length = body.length + 2;
  return Uint8Array.from([0xff, 0xd8, 0xff, marker, length >> 8, length & 255, ...body, ...jpeg.subarray(2)]);
}

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

function exif(orientation: number, order: 'II' | 'MM'): Uint8Array {
  const two = (value: number): number[] => (order === 'II' ? [value, 0] : [0, value]);
  const four = (value: number): number[] => (order === 'II' ? [value, 0, 0, 0] : [0, 0, 0, value]);
  const entry = [
    ...(order === 'II' ? [0x12, 1] : [1, 0x12]),
    ...two(3),
    ...four(1),
    ...two(orientation),
    0,
    0,
  ];
  const directory = [...two(1), ...entry, ...four(0)];
  return withSegment(0xe1, [...ascii('Exif'), 0, 0, ...ascii(order), ...two(42), ...four(8), ...directory]);
}

it('reads what the file says', () => {
  const plain = { supported: true, orientation: 1, dotsPerInch: null };
  expect(readHeader(png)).toEqual({ format: 'png', width: 123, height: 45, ...plain });
  expect(readHeader(jpeg)).toEqual({ format: 'jpeg', width: 321, height: 45, ...plain });
  const padded = Uint8Array.from([...jpeg.subarray(0, 2), 0xff, ...jpeg.subarray(2)]);
  expect(readHeader(padded)).toMatchObject({ width: 321, height: 45 });
});

it.each(['II', 'MM'] as const)('reads how the picture is to be turned: %s', (order) => {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8])
    expect(readHeader(exif(orientation, order))).toMatchObject({ width: 321, orientation });
  expect(readHeader(exif(9, order))?.orientation).toBe(1);
});

it('reads a resolution that a scanner would write', () => {
  const jfif = (unit: number, value: number): number | null | undefined => {
    const copy = Uint8Array.from(jpeg);
    copy.set([unit, value >> 8, value & 255, value >> 8, value & 255], 13);
    return readHeader(copy)?.dotsPerInch;
  };
  expect([jfif(1, 300), jfif(2, 118)]).toEqual([300, 300]);
  expect([jfif(1, 72), jfif(0, 300), jfif(1, 60_000)]).toEqual([null, null, null]);
  const phys = Uint8Array.from([
    0,
    0,
    0,
    9,
    ...ascii('pHYs'),
    0,
    0,
    0x2e,
    0x23,
    0,
    0,
    0x2e,
    0x23,
    1,
    0,
    0,
    0,
    0,
  ]);
  expect(
    readHeader(Uint8Array.from([...png.subarray(0, 33), ...phys, ...png.subarray(33)]))?.dotsPerInch,
  ).toBe(300);
});

it('knows which kinds cannot be decoded', () => {
  const changed = (marker: number, precision: number): Uint8Array => {
    const copy = Uint8Array.from(jpeg);
    const frame = copy.findIndex((byte, at) => byte === 0xff && copy[at + 1] === 0xc0);
    copy[frame + 1] = marker;
    copy[frame + 4] = precision;
    return copy;
  };
  expect(readHeader(changed(0xc2, 8))?.supported).toBe(true);
  for (const [marker, precision] of [
    [0xc1, 12],
    [0xc3, 8],
    [0xc9, 8],
  ] as const)
    expect(readHeader(changed(marker, precision))).toMatchObject({ width: 321, supported: false });
  const interlaced = Uint8Array.from(png);
  interlaced[28] = 1;
  expect(readHeader(interlaced)?.supported).toBe(false);
});

it('knows nothing of what is no picture or breaks off', () => {
  expect(readHeader(new Uint8Array())).toBeUndefined();
  expect(readHeader(new TextEncoder().encode('GIF89a and more than that'))).toBeUndefined();
  expect(readHeader(jpeg.subarray(0, 30))).toBeUndefined();
  expect(readHeader(png.subarray(0, 30))).toBeUndefined();
});

it('never throws', () => {
  const bytes = fc.uint8Array({ maxLength: 60 });
  const heads = fc.constantFrom(
    [],
    [0xff, 0xd8],
    [0xff, 0xd8, 0xff, 0xe1, 0, 40, ...ascii('Exif'), 0, 0, 0x49, 0x49],
    [...png.subarray(0, 33)],
  );
  fc.assert(
    fc.property(heads, bytes, (head, rest) => {
      readHeader(Uint8Array.from([...head, ...rest]));
    }),
    { numRuns: 5_000 },
  );
});
