import { join } from 'node:path';
import { root } from '../../e2e/kiosk/process.ts';
import { openVisionProcess, type VisionProcess } from '../../electron/browser/index.ts';
import { resourcesFolder } from './station.ts';

/** The face engine alone, over the very channel the host has to it. */
export function openEngine(): Promise<VisionProcess> {
  return openVisionProcess({
    renderer: process.env.PROOFDESK_RENDERER ?? join(root, 'out/renderer'),
    models: join(resourcesFolder(), 'models/generated'),
  });
}

/** Milliseconds the work took, and its result. */
export async function timed<T>(work: () => Promise<T>): Promise<{ took: number; value: T }> {
  const before = performance.now();
  const value = await work();
  return { took: performance.now() - before, value };
}
