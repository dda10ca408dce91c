import type { HealthPart } from '../contract/index.ts';
import type { Live } from './live.ts';

/** How the parts are that the kiosk itself looks after; the others speak for themselves. */
export function kioskHealth({
  live,
  outOfService,
  vaultProtection,
}: {
  live: Live;
  outOfService: string | null;
  vaultProtection: string;
}): { vault: HealthPart; camera: HealthPart } {
  return {
    vault: {
      part: 'vault',
      state: outOfService ? 'down' : vaultProtection === 'os' ? 'ok' : 'degraded',
      detail: `encrypted; key protection: ${vaultProtection}`,
    },
    camera: {
      part: 'camera',
      state: live.camera === 'live' || live.camera === 'starting' ? 'ok' : 'down',
      detail: live.camera === 'starting' ? 'not in use' : live.camera,
    },
  };
}
