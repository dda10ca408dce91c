import type { HealthPart } from '../../contract/index.ts';
import type { AddressFound } from './address-watch.ts';
import type { SigningWatch } from './signing-watch.ts';

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

/** How the issuer in this process is, for staff. */
export function embeddedHealth(
  testOnly: boolean,
  found: AddressFound,
  signing: Pick<SigningWatch, 'found' | 'warnings'>,
): HealthPart {
  const signs = testOnly ? 'signs with its own test certificate' : 'signs with the supplied certificate';
  const faults = [
    ...(signing.found() === 'ended' ? ['credentials/signing-expired'] : []),
    ...(typeof found === 'object' && 'fault' in found ? [found.fault] : []),
  ];
  if (faults.length > 0)
    return { part: 'issuer', state: 'down', detail: `${signs}; no offers: ${faults.join(', ')}` };
  const ends = signing.found();
  const details = [
    ...(typeof ends === 'object' ? [`the signing certificate ends ${day(ends.endsSoon)}`] : []),
    ...(typeof found === 'object' && 'endsSoon' in found
      ? [`the certificate of its address ends ${day(found.endsSoon)}`]
      : []),
    ...(signing.warnings().length > 0
      ? [`not every verifier will take its mdocs: ${signing.warnings().join(', ')}`]
      : []),
  ];
  const well = !testOnly && details.length === 0;
  return { part: 'issuer', state: well ? 'ok' : 'degraded', detail: [signs, ...details].join('; ') };
}
