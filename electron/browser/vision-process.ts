import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVisionLink, type ModelForPage, type VisionLink } from '../host/vision/vision-link.ts';
import { BrowserError, findChromium, openChromium } from './chromium.ts';
import { serveWindows } from './server.ts';
import { createTokens } from './tokens.ts';

export interface VisionProcess {
  readonly vision: VisionLink;
  /** Of Chromium's first process. */
  pid(): number | undefined;
  close(): Promise<void>;
}

/**
 * Where the built pages and the models lie, a recognition model in place of the page's own, and more flags for Chromium.
 */
export interface VisionProcessOptions {
  readonly renderer: string;
  readonly models: string;
  readonly embedder?: ModelForPage | null;
  readonly flags?: readonly string[];
}

/**
 * The face engine alone: the page that a kiosk's host has, in a headless Chromium of its own, over the same channel.
 *
 * @throws BrowserError `browser/not-found`, `browser/not-built`; CodedError `vision/...` when the engine does not start
 */
export async function openVisionProcess(options: VisionProcessOptions): Promise<VisionProcess> {
  if (!existsSync(join(options.renderer, 'vision/index.html'))) {
    throw new BrowserError('browser/not-built', 'the pages are not built; run "npm run build"');
  }
  const chromium = findChromium();
  const profiles = mkdtempSync(join(tmpdir(), 'proofdesk-vision-'));
  const open = () => {
    const flags = [...(options.flags ?? [])];
    return openChromium(chromium, server.address('vision'), { profiles, mode: 'headless', flags });
  };
  let closing = false;
  const vision = createVisionLink({
    // A page that did not answer is replaced, and asked once more.
    open() {
      // What was asked fails when the process is closed, and must not start another one.
      if (closing) return;
      const dead = page;
      server.drop('vision');
      page = open();
      void dead.close();
    },
    onTrouble() {},
    embedder: async () => options.embedder ?? null,
  });
  const server = await serveWindows({
    port: 0,
    renderer: options.renderer,
    models: options.models,
    tokens: createTokens(),
    roles: ['vision'],
    onWindow: (_role, channel) => vision.attach(channel),
    onGone() {},
  }).catch((error: unknown) => {
    rmSync(profiles, { recursive: true, force: true });
    throw error;
  });
  let page = open();
  const close = async () => {
    closing = true;
    await page.close();
    await server.close();
    rmSync(profiles, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  await vision.ready().catch(async (error) => {
    await close();
    throw error;
  });
  return { vision, pid: () => page.pid, close };
}
