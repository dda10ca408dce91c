/**
 * Draws `glyph-sheet.png` and `glyph-sheet.json` from the OCR-B fonts of Debian's package fonts-ocr-b (Matthew Skala
 * after Norbert Schwarz: use, modification and distribution free). Run once, where Chromium and the fonts are
 * installed; the training and the tests need only the sheet.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { GLYPHS } from '../../electron/host/documents/image/alphabet.ts';

const { values } = parseArgs({
  options: {
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    fonts: { type: 'string', default: '/usr/share/fonts/opentype/ocr-b' },
  },
});
const faces = ['OCRB.otf', 'OCRBS.otf'];
const em = 64;
const cell = { width: 60, height: 72 };

const browser = await chromium.launch({
  executablePath: values.chromium,
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  const fonts = faces.map((name) => readFileSync(join(values.fonts, name)).toString('base64'));
  await page.addScriptTag({ path: join(import.meta.dirname, 'page/draw-glyphs.js') });
  const order = JSON.stringify({ fonts, glyphs: GLYPHS, em, cell });
  const drawn = await page.evaluate<{ url: string; advance: number }>(`drawGlyphs(${order})`);
  const here = import.meta.dirname;
  writeFileSync(join(here, 'glyph-sheet.png'), Buffer.from(drawn.url.split(',')[1] ?? '', 'base64'));
  const facts = { glyphs: GLYPHS, faces, em, cell, advance: drawn.advance };
  writeFileSync(join(here, 'glyph-sheet.json'), `${JSON.stringify(facts, null, 2)}\n`);
} finally {
  await browser.close();
}
