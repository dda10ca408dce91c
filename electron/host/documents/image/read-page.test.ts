import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadGlyphSheet } from '../../../../tools/mrz-net/glyph-sheet.ts';
import { drawPage, type PageOptions } from '../../../../tools/mrz-net/page-image.ts';
import { inventLines } from '../../../../tools/mrz-net/people.ts';
import { createRandom } from '../../../../tools/mrz-net/random.ts';
import { type GreyImage, loadGlyphNet, readMrzImage } from './index.ts';

const net = loadGlyphNet(join(import.meta.dirname, '../../../../resources/mrz-net'));
const sheet = loadGlyphSheet();
const clean = { dpi: 200, blur: 0.5, noise: 4 };

function page(format: 'TD1' | 'TD2' | 'TD3', options: Omit<PageOptions, 'seed'>, seed = 7) {
  const lines = inventLines(format, createRandom(seed));
  return { lines, image: drawPage(sheet, lines, { ...options, seed }) };
}

describe('a drawn page', () => {
  for (const format of ['TD1', 'TD2', 'TD3'] as const)
    it(`is read: ${format}`, () => {
      const { lines, image } = page(format, clean);
      const reading = readMrzImage(image, net);
      expect(reading.lines).toEqual(lines);
      expect(reading.outcome).toBe('read');
      expect(reading.repairs).toEqual([]);
      expect(reading.mrz?.format).toBe(format);
      expect(reading.confidence.map((line) => line.length)).toEqual(lines.map((line) => line.length));
    });

  const others = {
    FRA_ID: ['IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<', '8806923102858CORINNE<<<<<<<6512068F6'],
    MRVA: ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<'],
    MRVB: ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'],
  };
  for (const [format, lines] of Object.entries(others))
    it(`is read: ${format}, as printed by its issuer or the standard`, () => {
      const reading = readMrzImage(drawPage(sheet, lines, { ...clean, seed: 4 }), net);
      expect(reading.lines).toEqual(lines);
      expect(reading).toMatchObject({ outcome: 'read', mrz: { format, valid: true } });
    });

  for (const rotation of [0, 90, 180, 270, 5, -5, 95, 175])
    it(`is read turned by ${rotation} degrees`, () => {
      const { lines, image } = page('TD3', { ...clean, rotation });
      const reading = readMrzImage(image, net);
      expect(reading.lines).toEqual(lines);
      const off = (((reading.rotation! - rotation) % 360) + 540) % 360;
      expect(Math.abs(off - 180)).toBeLessThan(1);
    });

  const spoiled: Readonly<Record<string, Omit<PageOptions, 'seed'>>> = {
    noise: { dpi: 200, blur: 0.6, noise: 14 },
    'security print and JPEG': { dpi: 250, blur: 0.7, noise: 4, busy: true, jpegQuality: 55 },
    blur: { dpi: 300, blur: 3, noise: 4 },
    perspective: { dpi: 200, blur: 0.6, noise: 4, perspective: 0.03, rotation: 2 },
    'low resolution': { dpi: 90, blur: 0.5, noise: 4 },
  };
  for (const [what, options] of Object.entries(spoiled))
    it(`is read despite ${what}`, () => {
      const { lines, image } = page('TD3', options, 21);
      expect(readMrzImage(image, net).lines).toEqual(lines);
    });

  it('says where the zone stands and what the picture is like', () => {
    const { image } = page('TD3', { ...clean, dpi: 300 });
    const { corners, quality, pitch } = readMrzImage(image, net);
    const mm = 300 / 25.4;
    const border = Math.round(0.05 * Math.round(125 * mm));
    const [topLeft, topRight, bottomRight, bottomLeft] = corners!;
    const tolerance = 0.6 * mm;
    expect(Math.abs(topLeft.x - border - 5 * mm)).toBeLessThan(tolerance);
    expect(Math.abs(topRight.x - border - (5 + 44 * 2.54) * mm)).toBeLessThan(tolerance);
    expect(topLeft.y).toBeLessThan(border + (88 - 17.3) * mm);
    expect(bottomRight.y).toBeGreaterThan(border + (88 - 11) * mm);
    expect(Math.abs(bottomLeft.x - topLeft.x)).toBeLessThan(tolerance);
    expect(pitch).toBeCloseTo(30, 0);
    expect(quality!.resolutionDpi).toBeGreaterThan(290);
    expect(quality!.resolutionDpi).toBeLessThan(310);
    const blurred = readMrzImage(page('TD3', { dpi: 300, blur: 5, noise: 4 }).image, net).quality!;
    expect(blurred.sharpness).toBeLessThan(0.6 * quality!.sharpness);
  });

  it('is read the same every time', () => {
    const { image } = page('TD1', { dpi: 110, blur: 0.8, noise: 10 }, 33);
    expect(readMrzImage(image, net)).toEqual(readMrzImage(image, net));
  });

  it('with a wrong check digit is not read, and says why', () => {
    const lines = inventLines('TD3', createRandom(5));
    const wrong = [
      lines[0]!,
      lines[1]!.slice(0, 9) + ((Number(lines[1]![9]) + 3) % 10) + lines[1]!.slice(10),
    ];
    const reading = readMrzImage(drawPage(sheet, wrong, { ...clean, seed: 5 }), net);
    expect(reading).toMatchObject({ outcome: 'unreadable', reason: 'check-digits', lines: wrong });
    expect(reading.mrz).toBeUndefined();
  });
});

describe('what holds no zone', () => {
  it('is unreadable: a hundred textures', { timeout: 120_000 }, () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const reading = readMrzImage(texture(seed), net);
      expect(reading.outcome, `texture ${seed}: ${reading.lines.join(' / ')}`).toBe('unreadable');
    }
  });

  it('is unreadable: lines of OCR-B that are no zone', () => {
    const random = createRandom(3);
    for (let i = 0; i < 6; i += 1) {
      const lines = Array.from({ length: 2 + (i % 2) }, () =>
        Array.from({ length: i % 2 ? 30 : 44 }, () =>
          random.pick('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<<<<<<<<'),
        ).join(''),
      );
      const reading = readMrzImage(drawPage(sheet, lines, { ...clean, seed: i }), net);
      expect(reading.outcome, lines.join(' / ')).toBe('unreadable');
    }
  });

  it('is unreadable: a blank page, a tiny one, a single pixel', () => {
    for (const [width, height] of [
      [400, 300],
      [9, 5],
      [1, 1],
    ] as const) {
      const blank = { width, height, data: new Uint8Array(width * height).fill(200) };
      expect(readMrzImage(blank, net)).toMatchObject({ outcome: 'unreadable', reason: 'no-zone', lines: [] });
    }
  });
});

/** Noise, bars, glyph-like boxes in rows, and waves. */
function texture(seed: number): GreyImage {
  const random = createRandom(seed);
  const width = random.whole(160, 420);
  const height = random.whole(120, 300);
  const data = new Uint8Array(width * height);
  const kind = seed % 4;
  const pitch = random.between(6, 16);
  const turn = random.between(0.05, 0.9);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const wave = Math.sin(x * turn) * Math.cos(y * turn * 1.3);
      const level =
        kind === 0
          ? random.between(0, 255)
          : kind === 1
            ? Math.floor(x / pitch + 7 * Math.sin(Math.floor(x / pitch) * 12.9)) % 2
              ? 40
              : 220
            : kind === 2
              ? 130 + 110 * wave
              : 220;
      data[y * width + x] = level + random.between(-10, 10);
    }
  if (kind === 3)
    for (let top = 4; top + pitch * 1.5 < height; top += Math.round(pitch * 2.4))
      for (let left = 4; left + pitch < width; left += pitch)
        for (let stroke = 0; stroke < 4; stroke += 1) {
          const across = random.chance(0.5);
          const from = random.between(0, 0.7) * pitch;
          for (let k = 0; k < pitch * 0.7; k += 1) {
            const x = Math.round(left + (across ? k : from));
            const y = Math.round(top + (across ? from : k));
            data[y * width + x] = 30;
          }
        }
  return { width, height, data };
}
