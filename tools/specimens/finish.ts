import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { PIXELS } from './documents/index.ts';
import type { Room } from './person.ts';

/** The functions of page/studio.ts as Node sees them. */
interface Studio {
  portrait(render: string, width: number, height: number): Promise<string>;
  webcam(render: string, room: Room, frame: number): Promise<string>;
  advance(font: string): Promise<number>;
}
declare const studio: Studio;

const OCR_B = '/usr/share/fonts/opentype/ocr-b/OCRB.otf';
const NOTO = fileURLToPath(
  new URL('../../node_modules/@fontsource-variable/noto-sans/files', import.meta.url),
);
const browserPath = process.env.PROOFDESK_CHROMIUM ?? '/usr/bin/chromium';

export interface Finisher {
  portrait(render: string, width: number, height: number): Promise<Buffer>;
  webcam(render: string, room: Room, frame: number): Promise<Buffer>;
  /** Width of an OCR-B character in units of the font's size. */
  ocrAdvance(): Promise<number>;
  page(html: string): Promise<Buffer>;
  close(): Promise<void>;
}

/** The page's lettering from the npm package, so that it does not depend on the machine's fonts. */
function notoSans(): string {
  const face = (subset: string, range: string) =>
    `@font-face{font-family:'Noto Sans Variable';font-weight:100 900;unicode-range:${range};src:url(data:font/woff2;base64,${readFileSync(
      `${NOTO}/noto-sans-${subset}-wght-normal.woff2`,
    ).toString('base64')})}`;
  return face('latin', 'U+0-FF,U+2000-206F') + face('latin-ext', 'U+100-24F');
}

const bytes = (dataUrl: string) => Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');

/**
 * Chromium as darkroom and press.
 *
 * @throws Error when OCR-B (Debian: fonts-ocr-b) is not installed.
 */
export async function openFinisher(): Promise<Finisher> {
  if (!existsSync(OCR_B)) throw new Error('OCR-B is missing: apt-get install fonts-ocr-b');
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
    ],
  });
  const script = fileURLToPath(new URL('./page/studio.ts', import.meta.url));
  const open = async (): Promise<Page> => {
    const page = await browser.newPage({ viewport: PIXELS, deviceScaleFactor: 1 });
    await page.setContent('<meta charset="utf-8">');
    return page;
  };
  const darkroom = await open();
  await darkroom.addScriptTag({
    type: 'module',
    content: stripTypeScriptTypes(readFileSync(script, 'utf8')),
  });
  await darkroom.waitForFunction(() => 'studio' in globalThis);
  const press = await open();
  const lettering = notoSans();
  return {
    portrait: async (render, width, height) =>
      bytes(
        await darkroom.evaluate(([r, w, h]) => studio.portrait(r, w, h), [render, width, height] as const),
      ),
    webcam: async (render, room, frame) =>
      bytes(await darkroom.evaluate(([r, o, f]) => studio.webcam(r, o, f), [render, room, frame] as const)),
    ocrAdvance: () => darkroom.evaluate(() => studio.advance('OCR B')),
    page: async (html) => {
      await press.setContent(html.replace('</style>', `${lettering}</style>`), { waitUntil: 'load' });
      await press.evaluate('document.fonts.ready.then(() => undefined)');
      return press.screenshot({ type: 'jpeg', quality: 82, clip: { x: 0, y: 0, ...PIXELS } });
    },
    close: () => browser.close(),
  };
}
