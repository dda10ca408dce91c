import { CodedError } from '../../contract/index.ts';
import { isPassing as isPassingAtEntra } from './entra/documented-errors.ts';
import type { ExternalErrorCode } from './external/errors.ts';
import type { KioskHubErrorCode } from './hub/errors.ts';

/** No answer came, or something else answered in the place of whoever was asked. */
const passing: ReadonlySet<string> = new Set<KioskHubErrorCode | ExternalErrorCode>([
  'kiosk-hub/unreachable',
  'kiosk-hub/bad-answer',
  'external/unreachable',
  'external/timed-out',
  'external/busy',
  'external/bad-answer',
]);

/**
 * Whether an issuer, whichever way it is asked, may answer when it is asked again. What has no code of ours is unknown, and
 * may.
 */
export function mayPass(error: unknown): boolean {
  return !(error instanceof CodedError) || passing.has(error.code) || isPassingAtEntra(error);
}
