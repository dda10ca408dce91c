import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { chromiumPath, launchChromium, openCase } from './browser.ts';
import { cases } from './page/cases.ts';
import { serveGallery } from './serve.ts';

const sizes = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
  small: { width: 1280, height: 800 },
};

const help = `Pictures of every screen of the visitor's window.
  --out DIR        where they go (required)
  --lang en,de     languages (default en)
  --size NAMES     portrait,landscape,small (default all)
  --text FACTOR    how much larger the text alone is (default 1)
  --only PART      only cases whose name holds this`;

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    lang: { type: 'string', default: 'en' },
    size: { type: 'string', default: Object.keys(sizes).join(',') },
    text: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || !values.out) {
  console.log(help);
  process.exit(values.help ? 0 : 2);
}
if (!chromiumPath) {
  console.error('No Chromium was found. Set PROOFDESK_CHROMIUM to its path.');
  process.exit(1);
}

const parts = values.only.split(',');
const wanted = cases.filter(({ id }) => parts.some((part) => id.includes(part)));
const gallery = await serveGallery();
const browser = await launchChromium(chromiumPath);
let cut = 0;
try {
  for (const size of values.size.split(',') as (keyof typeof sizes)[]) {
    for (const language of values.lang.split(',')) {
      const folder = join(values.out, language, size);
      await mkdir(folder, { recursive: true });
      for (const { id } of wanted) {
        const page = await openCase(browser, gallery.address(id, language), sizes[size]);
        await page.waitForTimeout(120);
        if (values.text !== '1') await page.evaluate(`galleryEnlarge(${Number(values.text)})`);
        for (const what of await findCut(page)) {
          cut++;
          console.error(`${language} ${size} ${id}: ${what}`);
        }
        await page.screenshot({ path: join(folder, `${id}.png`) });
        await page.context().close();
      }
    }
  }
} finally {
  await browser.close();
  await gallery.close();
}
console.log(`${wanted.length} screens; ${cut} places where something is cut`);

/** Asks the gallery's page what is cut. */
async function findCut(page: Page): Promise<string[]> {
  return (await page.evaluate('galleryCut()')) as string[];
}
