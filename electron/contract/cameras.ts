import type { DeviceFault } from './devices.ts';

/** Names that software cameras give themselves; a picture from one may come from anywhere. */
const VIRTUAL =
  /virtual|\bobs\b|manycam|snap ?camera|xsplit|droidcam|iriun|epoccam|ndi\b|v4l2loopback|dummy|fake|splitcam|mmhmm|\.(mjpe?g|y4m)$/i;
/** Chromium puts a USB camera's vendor and product into its label: `HD Webcam (046d:0825)`. */
const USB_ID = /\(([0-9a-f]{4}:[0-9a-f]{4})\)\s*$/i;

/** By what a station chooses among cameras. */
export interface CameraRule {
  /** USB ids (`046d:0825`) of the station's cameras, the one it likes best first; with none, any that is no program. */
  readonly allowed: readonly string[];
  /** The station has no hardware, and its camera is a file on purpose. */
  readonly simulated: boolean;
}

/** `unnamed`: it looks like a real camera, and the station's file names none. */
export type CameraStanding = 'simulated' | 'allowed' | 'unnamed' | 'virtual' | 'not-allowed';

/** USB vendor and product of a camera as its label tells them, in lower case; null when it does not. */
export const cameraUsbId = (label: string): string | null => USB_ID.exec(label)?.[1]?.toLowerCase() ?? null;

/** What a camera of this label is to a station. The label is the device's own claim: `unnamed` says little for it. */
export function cameraStanding(label: string, { allowed, simulated }: CameraRule): CameraStanding {
  if (simulated) return 'simulated';
  if (VIRTUAL.test(label)) return 'virtual';
  if (allowed.length === 0) return 'unnamed';
  const id = cameraUsbId(label);
  return allowed.some((one) => one.toLowerCase() === id) ? 'allowed' : 'not-allowed';
}

/**
 * The camera a station uses, as its place among the labels; null when it may use none of them. A camera that would be
 * refused is not opened, so that nobody is refused for what the station lacks.
 */
export function chooseCamera(labels: readonly string[], rule: CameraRule): number | null {
  const usable = labels.flatMap((label, place) => {
    const standing = cameraStanding(label, rule);
    if (standing === 'virtual' || standing === 'not-allowed') return [];
    const id = cameraUsbId(label);
    return [{ place, liked: rule.allowed.findIndex((one) => one.toLowerCase() === id) }];
  });
  if (rule.simulated) return usable[0]?.place ?? null;
  return usable.toSorted((a, b) => a.liked - b.liked)[0]?.place ?? null;
}

/** What an operator does about the faults that only cameras have. */
export const cameraCures = {
  'device/camera-not-allowed':
    'This camera is not named in the station file. Attach the camera of this station, or name its USB id.',
  'device/camera-virtual': 'This camera is a program. End it, and attach a real camera.',
  'device/camera-denied': 'The window may not use the camera. Allow it in the system’s privacy settings.',
  'device/camera-dark': 'The picture is too dark. Switch on the light, or turn the camera.',
  'device/camera-low-resolution':
    'The camera gives too few pixels. Attach it to a faster USB port, or replace it.',
} as const satisfies Partial<Record<DeviceFault, string>>;
