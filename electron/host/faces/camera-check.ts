import { type Check, cameraStanding } from '../../contract/index.ts';

/**
 * Whether the selfie's camera is one the station trusts (NIST SP 800-63A-4 §3.14: control of the sensor, defence
 * against injected pictures). A label is a claim of the device, so a harmless one alone is `not-checked`; only a camera
 * that the station's administrator named passes.
 *
 * @param label of the video track.
 * @param simulated the station has no hardware, and its camera is a file on purpose.
 * @param allowed USB ids (`046d:0825`) of this station's cameras.
 * @param programs names of the video devices the system knows for no hardware; one of exactly this label is what the label hides.
 */
export function cameraCheck(
  label: string,
  simulated: boolean,
  allowed: readonly string[] = [],
  programs: readonly string[] = [],
): Check {
  const facts: Check['facts'] = { label: label.slice(0, 200) };
  const verdict = (outcome: Check['outcome'], reason: string): Check => ({
    check: 'camera-genuine',
    outcome,
    reason,
    facts,
  });
  const standing = cameraStanding(label, { simulated, allowed });
  const isProgram = !simulated && programs.includes(label.trim());
  switch (isProgram ? 'virtual' : standing) {
    case 'simulated':
      return verdict('not-checked', 'simulated-station');
    case 'virtual':
      return verdict('failed', 'virtual-camera');
    case 'allowed':
      return verdict('passed', 'camera-of-this-station');
    case 'not-allowed':
      return verdict('failed', 'camera-not-allowed');
    case 'unnamed':
      return verdict('not-checked', 'no-camera-named');
  }
}
