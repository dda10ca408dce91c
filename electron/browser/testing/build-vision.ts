import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../../..');

export const modelsFolder = join(root, 'resources/models/generated');

/** Builds the vision page alone, as the product is built, into a folder of its own; the models beside it are brought up to date. */
export async function buildVision(): Promise<{ renderer: string; remove(): void }> {
  execFileSync(process.execPath, [join(root, 'tools/models/index.ts')]);
  const renderer = mkdtempSync(join(tmpdir(), 'proofdesk-vision-page-'));
  await build({
    root: join(root, 'renderer'),
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir: renderer,
      target: 'chrome140',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { vision: join(root, 'renderer/vision/index.html') } },
    },
  });
  return { renderer, remove: () => rmSync(renderer, { recursive: true, force: true }) };
}
