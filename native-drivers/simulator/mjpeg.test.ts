import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actingOrder, pingPong, writeMjpeg } from './mjpeg.ts';

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

describe('the order of somebody who does what is asked', () => {
  const order = actingOrder(3, [4, 2]);
  const runs: { waits: boolean; stills: number[] }[] = [];
  for (const still of order) {
    const waits = still < 3;
    if (runs.at(-1)?.waits !== waits) runs.push({ waits, stills: [] });
    runs.at(-1)!.stills.push(still);
  }

  it('goes to the end of each act and back, one after the other, and waits in between', () => {
    expect(runs.map(({ waits }) => waits)).toEqual([true, false, true, false, true]);
    for (const [run, keys] of [
      [1, [3, 4, 5, 6]],
      [3, [7, 8]],
    ] as const) {
      const shown = runs[run]!.stills.filter((still, at, all) => still !== all[at - 1]);
      expect(shown).toEqual([...keys, ...keys.slice(0, -1).reverse()]);
    }
  });

  // Thirty ticks a second; the window asks whoever was at rest for 0.8 s.
  it('lets itself be asked at the beginning of a round alone', () => {
    expect(runs[0]!.stills.length / 30).toBeGreaterThan(2);
    for (const between of [runs[2]!, runs[4]!]) expect(between.stills.length / 30).toBeLessThan(0.8);
  });
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
