import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { freshDirectory, kit } from './index.ts';
import type { Kit, KitOptions } from './kit.ts';

/** What the disk holds at this moment, as a power cut would leave it: a kiosk that goes on elsewhere. */
export async function powerCut(one: Kit, later = 2_000, options: Partial<KitOptions> = {}): Promise<Kit> {
  const directory = freshDirectory();
  cpSync(join(one.directory, 'vault'), join(directory, 'vault'), { recursive: true });
  await one.stop();
  one.clock.advance(later);
  const issuerPort = Number(new URL(one.issuer.issuerUrl).port);
  return kit({ directory, clock: one.clock, issuerPort, ...options });
}
