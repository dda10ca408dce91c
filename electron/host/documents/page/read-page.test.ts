import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { loadGlyphNet } from '../image/index.ts';
import { readPage } from './index.ts';
import { decodePicture } from './picture/decode.ts';
import { encodeJpeg } from './picture/encode.ts';
import type { Picture } from './picture/picture.ts';
import { type LidKind, paintLid } from './testing/lid.ts';
import { createRandom } from './testing/random.ts';
import { type Scene, stage } from './testing/scene.ts';
import { ID1_SIZE, specimenCard, specimenLines, specimenPage, TD3_SIZE } from './testing/specimen.ts';
import { blurred, cropped, glaring, noisy } from './testing/spoil.ts';

const net = loadGlyphNet(join(import.meta.dirname, '../../../../resources/mrz-net'));
const lines = specimenLines();
const page = specimenPage(200);
const card = specimenCard(200);
const today = new Date('2026-11-23T12:00:00Z');
const read = (picture: Picture) => readPage(encodeJpeg(picture), net, today);

function passport(scene: Partial<Scene> = {}): Picture {
  return stage({
    side: page,
    size: TD3_SIZE,
    glass: [170, 160],
    dpi: 120,
    lid: 'grey',
    shadow: true,
    ...scene,
  }).picture;
}

/** Mean difference of grey to the specimen's own page, in squares of 2.5 mm. */
function difference(jpeg: Uint8Array): number {
  const mine = squares(decodePicture(jpeg));
  const theirs = squares(page);
  return mine.reduce((sum, one, at) => sum + Math.abs(one - theirs[at]!), 0) / mine.length;
}

function squares({ width, height, rgba }: Picture): Float64Array {
  const [sums, counts] = [new Float64Array(50 * 35), new Float64Array(50 * 35)];
  for (let at = 0; at < width * height; at += 1) {
    const square =
      Math.floor((Math.floor(at / width) * 35) / height) * 50 + Math.floor(((at % width) * 50) / width);
    sums[square] = sums[square]! + rgba[at * 4 + 1]!;
    counts[square] = counts[square]! + 1;
  }
  return sums.map((sum, at) => sum / counts[at]!);
}

describe('a passport’s page', { timeout: 60_000 }, () => {
  it('that fills the picture is read, upright, with the place of its portrait', async () => {
    const reading = await read({ ...page, dotsPerInch: 200 });
    expect(reading).toMatchObject({
      zone: { outcome: 'read', lines, repairs: [], reason: null },
      barcodes: [],
      upright: { certain: true },
      problem: null,
    });
    expect(reading.zone!.confidence).toBeGreaterThan(0.5);
    const { width, height, dotsPerInch, portraitWindow, bytes } = reading.upright!;
    expect(Math.abs(dotsPerInch - 200)).toBeLessThan(5);
    expect(width / height).toBeCloseTo(125 / 88, 2);
    expect(decodePicture(bytes)).toMatchObject({ width, height, dotsPerInch });
    // The portrait stands 5.5 mm from the left, 16.3 mm from the top, and is 35 x 45 mm large.
    const mm = dotsPerInch / 25.4;
    expect(portraitWindow!.x).toBeLessThan(5 * mm);
    expect(portraitWindow!.x + portraitWindow!.width).toBeGreaterThan(41 * mm);
    expect(portraitWindow!.y).toBeLessThan(16 * mm);
    expect(portraitWindow!.y + portraitWindow!.height).toBeGreaterThan(61.5 * mm);
    expect(difference(bytes)).toBeLessThan(4);
  });

  for (const [name, scene] of Object.entries<Partial<Scene>>({
    'on a white lid': { lid: 'white', rotation: 4 },
    'on a black lid': { lid: 'black', rotation: -11 },
    'on a dusty lid': { lid: 'dusty', rotation: 15 },
    'on a table, tilted': { lid: 'table', rotation: 7, tilt: 0.06 },
    'upside down': { rotation: 180 },
    'turned a quarter': { rotation: 90 },
    'turned three quarters and some': { rotation: 265 },
    'in the corner of the glass': { middle: [62.5, 44], lid: 'white' },
  }))
    it(`${name} is straightened`, async () => {
      const { zone, upright, problem } = await read(passport(scene));
      expect(zone).toMatchObject({ outcome: 'read', lines });
      expect(problem).toBeNull();
      expect(upright).toMatchObject({ certain: true });
      expect(Math.abs(upright!.dotsPerInch - 120)).toBeLessThan(5);
      expect(difference(upright!.bytes)).toBeLessThan(8);
    });

  it('on a glass many times its size is read', async () => {
    for (const lid of ['white', 'dusty'] as const) {
      const { zone, problem } = await read(passport({ lid, glass: [216, 297], middle: [66, 47] }));
      expect(zone, lid).toMatchObject({ outcome: 'read', lines });
      expect(problem).toBeNull();
    }
  });

  it('gives the same reading again', async () => {
    const file = encodeJpeg(noisy(passport({ rotation: 3 }), 6));
    expect(await readPage(file, net, today)).toEqual(await readPage(file, net, today));
  });
});

describe('what keeps a page from being of use', { timeout: 60_000 }, () => {
  const problem = async (picture: Picture) => (await read(picture)).problem;
  const mm = 200 / 25.4;

  it('nothing lies there, whatever the lid', async () => {
    const lids: LidKind[] = ['white', 'black', 'grey', 'ribbed', 'dotted', 'railed', 'dusty', 'table'];
    for (const lid of lids) {
      const glass = paintLid(lid, 614, 448, 120 / 25.4, createRandom(7));
      expect(await read(glass), lid).toMatchObject({
        problem: 'no-page',
        zone: null,
        barcodes: [],
        upright: null,
      });
    }
  });

  it('cut off, but not when it only ends with the picture', async () => {
    const cut = ([left, top, right, bottom]: readonly [number, number, number, number]) =>
      cropped(
        page,
        Math.round(left * mm),
        Math.round(top * mm),
        page.width - Math.round((left + right) * mm),
        page.height - Math.round((top + bottom) * mm),
      );
    for (const margins of [
      [0, 0, 0, 0],
      [1, 2, 1, 1],
    ] as const)
      expect(await problem(cut(margins)), margins.join()).toBeNull();
    for (const margins of [
      [8, 0, 0, 0],
      [0, 12, 0, 0],
      [8, 8, 0, 0],
    ] as const)
      expect(await problem(cut(margins)), margins.join()).toBe('cut-off');
    expect(await problem(passport({ middle: [50, 60] }))).toBe('cut-off');
  });

  it('too small', async () => {
    for (const lid of ['white', 'black'] as const) {
      expect(await problem(passport({ dpi: 55, lid })), lid).toBe('too-small');
      expect(await problem(passport({ dpi: 100, lid })), lid).toBeNull();
    }
  });

  it('blurred', async () => {
    for (const sigma of [4, 6]) expect(await problem(blurred(page, sigma)), `${sigma}`).toBe('blurred');
    expect(await problem(blurred(page, 1))).toBeNull();
    expect(await problem(blurred(card, 4))).toBe('blurred');
  });

  it('glare on the portrait, or where the data would be', async () => {
    expect(await problem(glaring(page, 187, 300, 53))).toBe('glare');
    const dim = { ...page, rgba: page.rgba.map((one, at) => (at % 4 === 3 ? 255 : one * 0.9)) };
    expect(await problem(glaring(dim, 467, 587, 67))).toBe('glare');
    // Where neither is.
    expect(await problem(glaring(page, 600, 300, 40))).toBeNull();
  });
});

describe('a side without a zone', { timeout: 60_000 }, () => {
  it('is straightened to its format, not sure which way up', async () => {
    for (const lid of ['white', 'black'] as const) {
      const { picture } = stage({
        side: card,
        size: ID1_SIZE,
        glass: [140, 120],
        dpi: 120,
        lid,
        rotation: 9,
        shadow: true,
        rounded: true,
      });
      const { zone, upright, problem } = await read(picture);
      expect(zone).toBeNull();
      expect(problem).toBeNull();
      expect(upright).toMatchObject({ certain: false, portraitWindow: null });
      expect(upright!.width / upright!.height).toBeCloseTo(85.6 / 53.98, 2);
      expect(Math.abs(upright!.dotsPerInch - 120)).toBeLessThan(4);
    }
  });
});

describe('files', { timeout: 60_000 }, () => {
  it('turned as a camera says', async () => {
    const turned = encodeJpeg(specimenPage(150));
    // Orientation 3, a half turn: an Exif segment behind the first marker.
    const exif = [
      0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3,
      0, 0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0,
    ];
    const file = Uint8Array.from([...turned.subarray(0, 2), ...exif, ...turned.subarray(2)]);
    const reading = await readPage(file, net, today);
    expect(reading.zone).toMatchObject({ outcome: 'read', lines });
    expect(difference(reading.upright!.bytes)).toBeLessThan(6);
  });

  it('of one pixel, or of one row, show nothing', async () => {
    for (const [width, height] of [
      [1, 1],
      [900, 1],
      [2, 300],
    ] as const) {
      const png = new PNG({ width, height });
      png.data.fill(128);
      expect(await readPage(PNG.sync.write(png), net)).toMatchObject({ problem: 'no-page', upright: null });
    }
  });

  it.each([
    ['page/format', new Uint8Array([1, 2, 3])],
    ['page/damaged', encodeJpeg(specimenPage(100)).subarray(0, 9_000)],
  ])('%s', async (code, file) => {
    await expect(readPage(file, net)).rejects.toMatchObject({ code });
  });
});
