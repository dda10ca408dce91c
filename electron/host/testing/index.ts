import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type KitOptions, openKit } from './kit.ts';

export * from './fakes.ts';
export { type Kit, type KitOptions, openKit, openWindow, resourcesDirectory } from './kit.ts';
export { vaultThrough } from './vault-through.ts';
export { actAt, confirmedOf, redeem, selfie, walkTo, wholeVisit } from './walk.ts';

export const freshDirectory = () => mkdtempSync(join(tmpdir(), 'proofdesk-kiosk-'));

/** A kiosk in a directory of its own that is gone after the test. */
export async function kit(options: Partial<KitOptions> = {}) {
  const opened = await openKit({ directory: freshDirectory(), ...options });
  onTestFinished(opened.close);
  return opened;
}
