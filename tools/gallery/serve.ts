import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url));

export interface Gallery {
  /** The address of one case in one language. */
  address(id: string, language: string): string;
  close(): Promise<void>;
}

/** Builds the gallery into a folder of its own and serves it on a free port of loopback. */
export async function serveGallery(): Promise<Gallery> {
  const outDir = await mkdtemp(join(tmpdir(), 'proofdesk-gallery-'));
  await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await preview({
    configFile,
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  const origin = server.resolvedUrls?.local[0];
  if (!origin) throw new Error('the gallery has no address');
  return {
    address: (id, language) => `${origin}?case=${encodeURIComponent(id)}&lang=${language}`,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
