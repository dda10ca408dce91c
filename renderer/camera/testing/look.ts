import type { CameraReport } from '../../../electron/contract/index.ts';
import { lookThrough } from '../index.ts';

/** Looks through the browser's camera as the product does; `simulated` takes a film for a camera. */
function look(simulated: boolean): Promise<CameraReport | null> {
  const rule = { allowed: [], simulated };
  return lookThrough(
    { rule, width: 1280, height: 720 },
    new AbortController().signal,
    navigator.mediaDevices,
  );
}

Object.assign(window, { look });
