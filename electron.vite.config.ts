import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

/** Entries whose source is there; a shell or a page that is not part of this checkout is left out of the build. */
function present(entries: Record<string, string>): Record<string, string> {
  const absolute = Object.entries(entries).map(([name, file]) => [name, resolve(root, file)] as const);
  return Object.fromEntries(absolute.filter(([, file]) => existsSync(file)));
}

const pages = present({
  visitor: 'renderer/visitor/index.html',
  staff: 'renderer/staff/index.html',
  station: 'renderer/station/index.html',
  vision: 'renderer/vision/index.html',
});

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Its JSON is imported with an attribute that is lost on the way to an external module.
      externalizeDeps: { exclude: ['i18n-iso-countries'] },
      sourcemap: true,
      target: 'node24',
      rolldownOptions: {
        input: present({
          index: 'electron/main/index.ts',
          host: 'electron/host/main.ts',
          'page-worker': 'electron/host/workers/page-worker.ts',
          'chip-worker': 'electron/host/workers/chip-worker.ts',
          'portrait-worker': 'electron/host/documents/chip/portrait/portrait-worker.ts',
          drivers: 'native-drivers/main.ts',
          browser: 'electron/browser/main.ts',
          cli: 'electron/cli/index.ts',
        }),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload may require `electron` and nothing else, and only as CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: present({ index: 'electron/preload/index.ts' }),
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer:
    Object.keys(pages).length === 0
      ? undefined
      : {
          root: resolve(root, 'renderer'),
          publicDir: false,
          plugins: [react()],
          build: {
            outDir: resolve(root, 'out/renderer'),
            emptyOutDir: true,
            // Electron 45 is Chromium 156; the second shell runs on the system's Chromium, which may be older.
            target: 'chrome140',
            // The policy forbids inline scripts and data: scripts, fonts and workers.
            assetsInlineLimit: 0,
            modulePreload: { polyfill: false },
            minify: true,
            rolldownOptions: {
              input: pages,
              output: {
                entryFileNames: 'assets/[name]-[hash].js',
                chunkFileNames: 'assets/[name]-[hash].js',
                assetFileNames: 'assets/[name]-[hash][extname]',
              },
            },
          },
        },
});
