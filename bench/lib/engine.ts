import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../e2e/kiosk/process.ts';
import { findChromium, openChromium } from '../../electron/browser/chromium.ts';
import { serveWindows } from '../../electron/browser/server.ts';
import { createTokens } from '../../electron/browser/tokens.ts';
import { createVisionLink, type VisionLink } from '../../electron/host/vision-link.ts';
import { resourcesFolder } from './station.ts';

/** The face engine alone, over the very channel the host has to it. */
export async function openEngine(): Promise<{ vision: VisionLink; close(): Promise<void> }> {
  const profiles = mkdtempSync(join(tmpdir(), 'proofdesk-bench-engine-'));
  const vision = createVisionLink({ open() {}, onTrouble() {} });
  const server = await serveWindows({
    port: 0,
    renderer: join(root, 'out/renderer'),
    models: join(resourcesFolder(), 'models/generated'),
    tokens: createTokens(),
    roles: ['vision'],
    onWindow: (_role, channel) => vision.attach(channel),
    onGone() {},
  });
  const page = openChromium(findChromium(), server.address('vision'), {
    profiles,
    mode: 'headless',
    flags: [],
  });
  const close = async () => {
    await page.close();
    await server.close();
    rmSync(profiles, { recursive: true, force: true });
  };
  await vision.ready().catch(async (error) => {
    await close();
    throw error;
  });
  return { vision, close };
}

/** Milliseconds the work took, and its result. */
export async function timed<T>(work: () => Promise<T>): Promise<{ took: number; value: T }> {
  const before = performance.now();
  const value = await work();
  return { took: performance.now() - before, value };
}
