import type { Check } from '../../contract/index.ts';

/** Names under which well-known virtual cameras present themselves; a picture from one can be anything. */
const virtual =
  /\b(obs|virtual|manycam|snap camera|xsplit|droidcam|iriun|epoccam|e2esoft|splitcam|v4l2loopback|dummy|ndi)\b/i;

/**
 * Whether the camera can be what it says (NIST SP 800-63A-4 on injection). A label is the camera's own word, so it can
 * fail this check but never pass it: to pass takes an allow-list of the station's own devices.
 */
export function cameraCheck(label: string, simulated: boolean): Check {
  if (simulated)
    return { check: 'camera-genuine', outcome: 'not-checked', reason: 'simulated-camera', facts: {} };
  if (virtual.test(label))
    return { check: 'camera-genuine', outcome: 'failed', reason: 'virtual-camera', facts: {} };
  return { check: 'camera-genuine', outcome: 'not-checked', reason: 'no-allow-list', facts: {} };
}
