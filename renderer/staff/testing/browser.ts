import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { chromiumPath, quietFlags } from '../../testing/chromium.ts';
import { fileBelow, serveSite } from '../../testing/site.ts';

export { chromiumPath };

export interface DeskInBrowser {
  /** A fresh page at this query, its scene drawn. */
  open(query: string, size?: { width: number; height: number }): Promise<Page>;
  /** Uses such a page, which is closed afterwards. */
  visit(
    query: string,
    use: (page: Page) => Promise<void>,
    size?: { width: number; height: number },
  ): Promise<void>;
  /** Errors on any page's console, which is where a breach of the policy shows. */
  readonly errors: string[];
  close(): Promise<void>;
}

/** Builds the page of this folder and serves it on loopback under the product's policy. */
export async function deskInBrowser(): Promise<DeskInBrowser> {
  const site = mkdtempSync(join(tmpdir(), 'desk-'));
  await build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [react()],
    build: { outDir: site, assetsInlineLimit: 0, modulePreload: { polyfill: false }, minify: false },
  });
  const { origin, close } = await serveSite('staff', (path) => fileBelow(site, path));
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath as string,
    args: [...quietFlags],
  });
  const errors: string[] = [];
  const open: DeskInBrowser['open'] = async (query, viewport = { width: 1280, height: 800 }) => {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(`${origin}/?${query}`);
    await page.locator('.desk').waitFor();
    await page.evaluate(() => document.fonts.ready);
    return page;
  };
  return {
    errors,
    open,
    async visit(query, use, size) {
      const page = await open(query, size);
      try {
        await use(page);
      } finally {
        await page.context().close();
      }
    },
    async close() {
      await browser.close();
      await close();
      rmSync(site, { recursive: true, force: true });
    },
  };
}
