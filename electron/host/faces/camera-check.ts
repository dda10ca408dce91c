import type { Check } from '../../contract/index.ts';

/** Names that software cameras give themselves; a picture from one may come from anywhere. */
const VIRTUAL =
  /virtual|\bobs\b|manycam|snap ?camera|xsplit|droidcam|iriun|epoccam|ndi\b|v4l2loopback|dummy|fake|splitcam|mmhmm|\.(mjpe?g|y4m)$/i;
/** Chromium puts a USB camera's vendor and product into its label: `HD Webcam (046d:0825)`. */
const USB_ID = /\(([0-9a-f]{4}:[0-9a-f]{4})\)\s*$/i;

/**
 * Whether the selfie's camera is one the station trusts (NIST SP 800-63A-4 §3.14: control of the sensor, defence
 * against injected pictures). A label is a claim of the device, so a harmless one alone is `not-checked`; only a camera
 * that the station's administrator named passes.
 *
 * @param label of the video track.
 * @param simulated the station has no hardware, and its camera is a file on purpose.
 * @param allowed USB ids (`046d:0825`) of this station's cameras.
 */
export function cameraCheck(label: string, simulated: boolean, allowed: readonly string[] = []): Check {
  const usbId = USB_ID.exec(label)?.[1]?.toLowerCase();
  const facts: Check['facts'] = { label: label.slice(0, 200) };
  const verdict = (outcome: Check['outcome'], reason: string): Check => ({
    check: 'camera-genuine',
    outcome,
    reason,
    facts,
  });
  if (simulated) return verdict('not-checked', 'simulated-station');
  if (VIRTUAL.test(label)) return verdict('failed', 'virtual-camera');
  if (usbId && allowed.some((id) => id.toLowerCase() === usbId))
    return verdict('passed', 'camera-of-this-station');
  if (allowed.length) return verdict('failed', 'camera-not-allowed');
  return verdict('not-checked', 'no-camera-named');
}
