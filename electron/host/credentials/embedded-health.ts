import type { HealthPart } from '../../contract/index.ts';
import type { AddressFound } from './address-watch.ts';

/** How the issuer in this process is, for staff. */
export function embeddedHealth(testOnly: boolean, found: AddressFound): HealthPart {
  const signs = testOnly ? 'signs with its own test certificate' : 'signs with the supplied certificate';
  if (typeof found === 'object' && 'fault' in found)
    return { part: 'issuer', state: 'down', detail: `${signs}; no offers: ${found.fault}` };
  if (typeof found === 'object')
    return {
      part: 'issuer',
      state: 'degraded',
      detail: `${signs}; the certificate of its address ends ${new Date(found.endsSoon).toISOString().slice(0, 10)}`,
    };
  return { part: 'issuer', state: testOnly ? 'degraded' : 'ok', detail: signs };
}
