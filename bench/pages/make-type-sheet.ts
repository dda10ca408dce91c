/**
 * Draws `type-sheet.png` and `type-sheet.json`: the printable ASCII characters of three ordinary typefaces (DejaVu Sans,
 * Serif and Sans Mono, free to use and pass on), for everything on a drawn page that is not OCR-B. Run once, where Chromium
 * and the fonts are installed; the benchmarks need only the sheet: `node bench/pages/make-type-sheet.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values } = parseArgs({
  options: {
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    fonts: { type: 'string', default: '/usr/share/fonts/truetype/dejavu' },
  },
});
const files = { sans: 'DejaVuSans.ttf', serif: 'DejaVuSerif.ttf', mono: 'DejaVuSansMono.ttf' };
const glyphs = String.fromCharCode(...Array.from({ length: 94 }, (_, i) => 33 + i));
const em = 40;
const cell = { width: 48, height: 56 };

/** Runs in the page: each glyph in a cell of its own, its advance centred, on one baseline. */
const draw = `async ({ fonts, glyphs, em, cell }) => {
  const canvas = document.createElement('canvas');
  canvas.width = cell.width * glyphs.length;
  canvas.height = cell.height * fonts.length;
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  const advances = [];
  for (const [row, font] of fonts.entries()) {
    const face = new FontFace('face' + row, 'url(data:font/ttf;base64,' + font + ')');
    document.fonts.add(await face.load());
    context.font = em + 'px face' + row;
    const capital = context.measureText('H').actualBoundingBoxAscent;
    advances.push([...glyphs].map((glyph, column) => {
      const { width } = context.measureText(glyph);
      context.fillText(
        glyph,
        column * cell.width + (cell.width - width) / 2,
        row * cell.height + cell.height / 2 + capital / 2,
      );
      return Math.round(width * 100) / 100;
    }));
  }
  return { url: canvas.toDataURL('image/png'), advances };
}`;

const browser = await chromium.launch({
  executablePath: values.chromium,
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  const fonts = Object.values(files).map((name) => readFileSync(join(values.fonts, name)).toString('base64'));
  const order = JSON.stringify({ fonts, glyphs, em, cell });
  const drawn = await page.evaluate<{ url: string; advances: number[][] }>(`(${draw})(${order})`);
  const here = import.meta.dirname;
  writeFileSync(join(here, 'type-sheet.png'), Buffer.from(drawn.url.split(',')[1] ?? '', 'base64'));
  const facts = { glyphs, faces: Object.keys(files), em, cell, advances: drawn.advances };
  writeFileSync(join(here, 'type-sheet.json'), `${JSON.stringify(facts)}\n`);
} finally {
  await browser.close();
}
