import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';

/** The content security policy of every page of the product. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "object-src 'none'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

export const chromiumPath = [
  process.env.PROOFDESK_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
].find((path): path is string => !!path && existsSync(path));

export interface DeskInBrowser {
  /** A fresh page at this query, its scene drawn. */
  open(query: string, size?: { width: number; height: number }): Promise<Page>;
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
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(site, path === '/' ? 'index.html' : path);
    const content = existsSync(file) ? readFileSync(file) : null;
    response.writeHead(content ? 200 : 404, {
      'Content-Security-Policy': policy,
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    });
    response.end(content ?? undefined);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath as string,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const errors: string[] = [];
  return {
    errors,
    async open(query, viewport = { width: 1280, height: 800 }) {
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
    },
    async close() {
      await browser.close();
      await new Promise((closed) => server.close(closed));
      rmSync(site, { recursive: true, force: true });
    },
  };
}
