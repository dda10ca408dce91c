import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pingPong, writeMjpeg } from './mjpeg.ts';

const still = (tag: number) => Uint8Array.of(0xff, 0xd8, tag, tag, 0xff, 0xd9);

describe('the order of stills', () => {
  it('goes there and back again without a jump, over the seam too', () => {
    const order = pingPong(5, 120);
    expect(order).toHaveLength(120);
    expect(new Set(order)).toEqual(new Set([0, 1, 2, 3, 4]));
    const looped = [...order, order[0]!];
    for (let k = 1; k < looped.length; k++)
      expect(Math.abs(looped[k]! - looped[k - 1]!)).toBeLessThanOrEqual(1);
  });

  it('holds each still for several ticks when there is time', () => {
    const order = pingPong(10, 240);
    const changes = order.filter((at, k) => k > 0 && at !== order[k - 1]).length;
    expect(changes).toBeLessThan(240 / 4);
  });

  it('shows a single still', () => expect(pingPong(1, 4)).toEqual([0, 0, 0, 0]));
});

describe('the film', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'film-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is one JPEG after the other', async () => {
    const file = join(folder, 'a.mjpeg');
    await writeMjpeg([still(1), still(2)], file, { shows: 0.4, fps: 10 });
    const written = await readFile(file);
    expect(written.length).toBe(4 * 6);
    expect([...written].filter((_, k) => k % 6 === 2).sort()).toEqual([1, 1, 2, 2]);
  });

  it('refuses what is not a JPEG, and nothing', async () => {
    const file = join(folder, 'b.mjpeg');
    await expect(writeMjpeg([Uint8Array.of(1, 2, 3, 4, 5)], file, { shows: 1 })).rejects.toThrow(RangeError);
    await expect(writeMjpeg([], file, { shows: 1 })).rejects.toThrow(RangeError);
  });
});
