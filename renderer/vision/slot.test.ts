import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { largestModelBytes } from '../../electron/contract/index.ts';
import { createSlot } from './slot.ts';

const setup = {
  sha256: createHash('sha256').update('abcdef').digest('hex'),
  format: 'tflite' as const,
  input: {
    width: 112,
    layout: 'NHWC' as const,
    colour: 'RGB' as const,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  dimensions: 128,
  metric: 'cosine' as const,
  alignment: {
    landmarks: [33, 263],
    template: [
      [0, 0],
      [1, 0],
    ],
  },
  paddings: [0],
  mirror: true,
  smoothPortrait: false,
};
const text = (value: string) => new TextEncoder().encode(value);

it('joins the parts, and a first one begins anew', async () => {
  const slot = createSlot('/models');
  slot.take({ first: true, bytes: text('gone') });
  slot.take({ first: true, bytes: text('abc') });
  slot.take({ first: false, bytes: text('def') });
  // The hash is right, so that it is the runtime that cannot be started here.
  await expect(slot.open(setup)).rejects.toMatchObject({ code: 'vision/runtime-failed' });
  // The parts are gone with the first try.
  await expect(slot.open(setup)).rejects.toMatchObject({ code: 'vision/model-unknown' });
});

it('refuses what is no part, more than a model may have, and a setup it does not understand', async () => {
  const slot = createSlot('/models');
  const malformed = expect.objectContaining({ code: 'vision/request-malformed' });
  expect(() => slot.take({ first: true, bytes: 'text' as never })).toThrow(malformed);
  const huge = { length: largestModelBytes + 1 } as Uint8Array;
  Object.setPrototypeOf(huge, Uint8Array.prototype);
  expect(() => slot.take({ first: true, bytes: huge })).toThrow(malformed);
  await expect(slot.open({ ...setup, dimensions: 3 })).rejects.toMatchObject(malformed);
  await expect(slot.open({ ...setup, sha256: 'x' })).rejects.toMatchObject(malformed);
});
