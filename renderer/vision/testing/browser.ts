import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The content security policy of every page of the product. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "worker-src 'self' blob:",
].join('; ');

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

export const chromiumPath = [
  process.env.PROOFDESK_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
].find((path): path is string => !!path && existsSync(path));

export interface PageInBrowser {
  readonly page: Page;
  readonly origin: string;
  /** Every address the browser asked for. */
  readonly requests: string[];
  /** Errors on the console, which is where a breach of the policy shows. */
  readonly errors: string[];
  /** Replaces what is served at a path; `null` is an answer of 404. */
  readonly replaced: Map<string, Uint8Array | null>;
  close(): Promise<void>;
}

/**
 * Builds a page with Vite, serves it and the models on loopback under the product's policy, and opens it.
 *
 * @param folder of the page's `index.html`.
 * @param flags further switches for Chromium.
 */
export async function openPage(folder: string, flags: string[] = []): Promise<PageInBrowser> {
  execFileSync(process.execPath, [join(root, 'tools/models/index.ts')]);
  const temporary = mkdtempSync(join(tmpdir(), 'page-'));
  const site = join(temporary, 'site');
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { outDir: site, assetsInlineLimit: 0, modulePreload: { polyfill: false }, minify: false },
  });
  const replaced = new Map<string, Uint8Array | null>();
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = path.startsWith('/models/')
      ? join(root, 'resources/models/generated', path.slice('/models/'.length))
      : join(site, path === '/' ? 'index.html' : path);
    const content = replaced.has(path) ? replaced.get(path)! : existsSync(file) ? readFileSync(file) : null;
    response.writeHead(content ? 200 : 404, {
      'Content-Security-Policy': POLICY,
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Cache-Control': 'no-store',
    });
    response.end(content ?? undefined);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = await launch(join(temporary, 'profile'), flags);
  const requests: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(origin);
  return {
    page,
    origin,
    requests,
    errors,
    replaced,
    async close() {
      await context.close();
      await new Promise((closed) => server.close(closed));
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

/** WebGL by software stays on: MediaPipe uploads pictures through it even when it computes on the CPU. */
function launch(profile: string, flags: string[]): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath!,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...flags,
    ],
  });
}
