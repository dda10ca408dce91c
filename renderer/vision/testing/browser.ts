import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import type { WindowRole } from '../../../electron/contract/index.ts';
import { chromiumPath, quietFlags } from '../../testing/chromium.ts';
import { fileBelow, serveSite } from '../../testing/site.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const generated = join(root, 'resources/models/generated');

export { chromiumPath };

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
 * @param role whose policy it is served under.
 */
export async function openPage(
  folder: string,
  flags: readonly string[] = [],
  role: WindowRole = 'visitor',
): Promise<PageInBrowser> {
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
  const { origin, close } = await serveSite(role, (path) => {
    const replacement = replaced.get(path);
    if (replacement !== undefined) return replacement;
    const models = path.startsWith('/models/');
    return models ? fileBelow(generated, path.slice('/models'.length)) : fileBelow(site, path);
  });
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
      await close();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

function launch(profile: string, flags: readonly string[]): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath!,
    headless: true,
    args: [...quietFlags, ...flags],
  });
}
