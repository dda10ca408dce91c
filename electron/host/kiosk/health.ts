import type { HealthPart } from '../../contract/index.ts';

/** How the part is that the kiosk itself looks after; the others speak for themselves. */
export function vaultHealth(outOfService: string | null, protection: string): HealthPart {
  return {
    part: 'vault',
    state: outOfService ? 'down' : protection === 'os' ? 'ok' : 'degraded',
    detail: `encrypted; key protection: ${protection}`,
  };
}
