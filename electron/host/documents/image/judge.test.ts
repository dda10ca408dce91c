import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadGlyphSheet } from '../../../../tools/mrz-net/glyph-sheet.ts';
import { drawPage } from '../../../../tools/mrz-net/page-image.ts';
import { GLYPHS } from './alphabet.ts';
import { type GreyImage, loadGlyphNet, readMrzImage } from './index.ts';
import { IMPOSSIBLE, rivalOf } from './scores.ts';

const net = loadGlyphNet(join(import.meta.dirname, '../../../../resources/mrz-net'));
const sheet = loadGlyphSheet();
const clean = { dpi: 200, blur: 0.5, noise: 4 };

function scores(of: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(GLYPHS, (glyph) => (of[glyph] === undefined ? IMPOSSIBLE : Math.log(of[glyph])));
}

describe('what a character may be instead', () => {
  it('is anything where no check digit covers it', () => {
    const { rival, share } = rivalOf(scores({ E: 0.6, F: 0.3, H: 0.1 }), 'E', false);
    expect(rival).toBe('F');
    expect(share).toBeCloseTo(0.4);
  });

  it('is what the check digit takes for the same where one does', () => {
    const { rival, share } = rivalOf(scores({ 6: 0.5, G: 0.2, 8: 0.3 }), '6', true);
    expect(rival).toBe('G');
    expect(share).toBeCloseTo(0.2);
  });
});

describe('a zone that is not whole', () => {
  const visa = [
    'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L8988901C4XXX4009078F96121096ZE184226B<<<<<<',
  ];
  const cut = ({ width, height, data }: GreyImage, columns: number): GreyImage => ({
    width: columns,
    height,
    data: Uint8Array.from(
      { length: columns * height },
      (_, i) => data[Math.trunc(i / columns) * width + (i % columns)]!,
    ),
  });

  it('is not taken for a shorter one, wherever it is cut', { timeout: 120_000 }, () => {
    const page = drawPage(sheet, visa, { ...clean, seed: 6 });
    expect(readMrzImage(page, net)).toMatchObject({ outcome: 'read', lines: visa });
    const pitch = 20;
    const left = Math.round(0.05 * (125 / 25.4) * 200 + (5 / 25.4) * 200);
    for (let columns = 33; columns <= 43; columns += 1.5) {
      const reading = readMrzImage(cut(page, Math.round(left + columns * pitch)), net);
      expect(reading.outcome, `${columns}: ${reading.lines.join(' / ')}`).toBe('unreadable');
    }
  });
});
