import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../e2e/kiosk/process.ts';
import { writeMjpeg } from '../../native-drivers/simulator/mjpeg.ts';
import { openPage, type PageInBrowser } from '../../renderer/vision/testing/browser.ts';
import { resourcesFolder } from '../lib/station.ts';
import type { FaceBench, OtherEngine } from './page/face-bench.ts';

declare const faceBench: FaceBench;

/** The others' weights, by the address their packages ask for. */
const weights: Record<OtherEngine, string> = {
  human: join(root, 'node_modules/@vladmandic/human/models'),
  'face-api': join(root, 'node_modules/@vladmandic/face-api/model'),
};

export interface BenchPage {
  readonly browser: PageInBrowser;
  call<Name extends keyof FaceBench>(
    name: Name,
    ...args: Parameters<FaceBench[Name]>
  ): Promise<Awaited<ReturnType<FaceBench[Name]>>>;
  close(): Promise<void>;
}

/** The benchmark's page in a Chromium with a film of a specimen for its camera. */
export async function openBenchPage(person: string): Promise<BenchPage> {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-bench-face-'));
  const film = join(folder, 'camera.mjpeg');
  const specimen = join(resourcesFolder(), 'specimens', person);
  const frames = readdirSync(specimen).filter((name) => name.startsWith('webcam-'));
  await writeMjpeg(
    frames.sort().map((name) => readFileSync(join(specimen, name))),
    film,
    { shows: 4 },
  );
  const browser = await openPage(join(import.meta.dirname, 'page'), [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  for (const [engine, models] of Object.entries(weights)) {
    for (const file of readdirSync(models))
      browser.replaced.set(`/others/${engine}/${file}`, readFileSync(join(models, file)));
  }
  return {
    browser,
    call: (name, ...args) =>
      browser.page.evaluate(
        ([what, given]) =>
          (faceBench[what as keyof FaceBench] as (...all: unknown[]) => unknown)(...(given as unknown[])),
        [name, args] as const,
      ) as Promise<never>,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
