import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { CodedError } from '../../contract/index.ts';
import { readFilm, splitJpegs } from './film.ts';
import { answerOf } from './sequence-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'proofdesk-film-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Start, a segment that has a thumbnail in it, a scan with a stuffed byte and a restart, end. */
const picture = (seed: number) =>
  Uint8Array.of(
    ...[0xff, 0xd8, 0xff, 0xe1, 0, 8, 0xff, 0xd8, 0xff, 0xd9, 0, seed],
    ...[0xff, 0xda, 0, 3, 1, seed & 0x7f, 0xff, 0, 0xff, 0xd0, 7, 0xff, 0xd9],
  );
const film = (...pictures: Uint8Array[]) => new Uint8Array(Buffer.concat(pictures));
const codeOf = (work: () => unknown) => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof CodedError ? error.code : 'untyped';
  }
};

describe('a film of JPEG after JPEG', () => {
  it('is split where its pictures end, and not at a thumbnail', () => {
    expect(splitJpegs(film(picture(1), picture(2), picture(3)))).toEqual([
      picture(1),
      picture(2),
      picture(3),
    ]);
  });

  it('that is none, is cut off, or goes on as something else is refused with its reason', () => {
    expect(codeOf(() => splitJpegs(new Uint8Array()))).toBe('input/film-unknown');
    expect(codeOf(() => splitJpegs(new Uint8Array(Buffer.from('\0\0\0 ftypisom'))))).toBe(
      'input/film-unknown',
    );
    expect(codeOf(() => splitJpegs(film(picture(1), picture(2).subarray(0, 20))))).toBe('input/film-cut-off');
    expect(codeOf(() => splitJpegs(film(picture(1), Uint8Array.of(1, 2))))).toBe('input/film-cut-off');
  });

  it('whatever its bytes are ends with pictures or a typed refusal', () => {
    const whole = film(picture(1), picture(2));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const changed = Uint8Array.from(whole);
        changed[at] = byte;
        expect([null, 'input/film-unknown', 'input/film-cut-off']).toContain(
          codeOf(() => splitJpegs(changed)),
        );
      }),
    );
  });

  it('is read from a file; of a folder the pictures come by the numbers in their names', async () => {
    for (const k of [10, 9, 1]) writeFileSync(join(folder, `frame-${k}.jpg`), picture(k));
    expect(await readFilm(folder)).toEqual([picture(1), picture(9), picture(10)]);
    writeFileSync(join(folder, 'film.mjpeg'), film(picture(1), picture(2)));
    expect(await readFilm(join(folder, 'film.mjpeg'))).toHaveLength(2);
  });

  it('that is not there, has no picture, or is larger than memory should take is refused', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    const large = join(folder, 'large.mjpeg');
    writeFileSync(large, '');
    truncateSync(large, 600_000_000);
    await expect(readFilm(join(folder, 'none'))).rejects.toMatchObject({ code: 'input/file' });
    await expect(readFilm(empty)).rejects.toMatchObject({ code: 'input/film-unknown' });
    await expect(readFilm(large)).rejects.toMatchObject({ code: 'input/film-too-large' });
  });
});

describe('a film as an answer', () => {
  const pictures = (count: number) =>
    Array.from({ length: count }, (_, k) => new Uint8Array(picture(k & 0xff)));

  it('has pictures evenly apart, and each action begins when it is said to', () => {
    const { frames } = answerOf(pictures(180), 30, 2, [1, 4]);
    expect(frames.length).toBeGreaterThan(80);
    expect(frames.length).toBeLessThanOrEqual(91);
    const begun = (action: number) => frames.find((frame) => frame.action === action)!.at;
    expect(frames[0]).toMatchObject({ at: 0, action: null });
    expect(begun(0)).toBeGreaterThanOrEqual(1000);
    expect(begun(0)).toBeLessThan(1100);
    expect(begun(1)).toBeGreaterThanOrEqual(4000);
    expect(begun(1)).toBeLessThan(4100);
  });

  it('begins with a wait when nobody says when, and is thinned out when it is long', () => {
    const { frames } = answerOf(pictures(1800), 30, 2, null);
    expect(frames.length).toBeLessThanOrEqual(240);
    expect(frames.filter(({ action }) => action === null).at(-1)!.at).toBeLessThan(1500);
    expect(frames.find(({ action }) => action === 1)!.at).toBeGreaterThan(30_000);
    expect(answerOf(pictures(1), 30, 1, null).frames).toHaveLength(1);
  });
});
