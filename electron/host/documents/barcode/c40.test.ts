import { expect, it } from 'vitest';
import { decodeC40 } from './c40.ts';
import { encodeC40 } from './vds.fixture.ts';

it('decodes the example of Doc 9303-13: XK CD in 5 characters', () => {
  // X=37, K=24, space=3: 37*1600 + 24*40 + 3 + 1.
  expect(decodeC40(Uint8Array.from([0xeb, 0x04]))).toBe('XK ');
});

it.each([
  '',
  'A',
  'AB',
  'ABC',
  'D  ',
  'UTO',
  'DETS32',
  '0123456789',
  'UFO001979',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
])('is the inverse of writing %j', (text) => expect(decodeC40(encodeC40(text))).toBe(text));

it('takes a pair that opens with 254 as one ASCII character', () => {
  expect(decodeC40(Uint8Array.from([0xfe, 0x45]))).toBe('D');
  expect(decodeC40(Uint8Array.from([0xfe, 0x01]))).toBeUndefined();
});

it('takes no odd bytes and no values outside the alphabet', () => {
  expect(decodeC40(Uint8Array.from([0xeb]))).toBeUndefined();
  expect(decodeC40(Uint8Array.from([0x00, 0x02]))).toBeUndefined();
  expect(decodeC40(Uint8Array.from([0xff, 0xff]))).toBeUndefined();
});
