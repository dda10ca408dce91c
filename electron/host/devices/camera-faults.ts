import { type CameraReport, cameraCures, type Device, type DeviceFault } from '../../contract/index.ts';

/** What a station's camera must give; the station file sets it. */
export interface CameraLimits {
  minimumWidth: number;
  minimumHeight: number;
  /** Mean luma, 0 to 255. */
  minimumBrightness: number;
}

/** What a look through the camera finds wanting. */
export type CameraShortfall = 'dark' | 'low-resolution';

/** Why the station's camera takes no photos, or none that will do. `busy`: it is there and cannot be opened. */
export type CameraTrouble = 'none' | 'denied' | 'lost' | 'busy' | 'virtual' | 'not-allowed' | CameraShortfall;

const faults: Record<Exclude<CameraTrouble, 'none'> | 'unplugged', [code: DeviceFault, cure: string]> = {
  unplugged: ['device/disconnected-before-sending', 'The camera is not attached. Plug its cable in.'],
  lost: [
    'device/disconnected-while-sending',
    'The camera was lost during a visit. Check its cable and plug it in again.',
  ],
  busy: [
    'device/busy',
    'The camera cannot be opened. End the other program that uses it, or plug it in again.',
  ],
  denied: ['device/camera-denied', cameraCures['device/camera-denied']],
  virtual: ['device/camera-virtual', cameraCures['device/camera-virtual']],
  'not-allowed': ['device/camera-not-allowed', cameraCures['device/camera-not-allowed']],
  dark: ['device/camera-dark', cameraCures['device/camera-dark']],
  'low-resolution': ['device/camera-low-resolution', cameraCures['device/camera-low-resolution']],
};

/** The fault a camera has as a device, with what an operator does about it. */
export function cameraFault(what: keyof typeof faults): NonNullable<Device['fault']> {
  const [code, cure] = faults[what];
  return { code, cure };
}

/** What was measured and will not do, the gravest first; null when all will. */
export function cameraShortfall(
  measured: NonNullable<CameraReport['measured']>,
  limits: CameraLimits,
): CameraShortfall | null {
  const { widthPixels, heightPixels, brightness } = measured;
  // A camera that is mounted upright gives its pixels the other way round.
  const long = Math.max(widthPixels, heightPixels);
  const short = Math.min(widthPixels, heightPixels);
  const wanted = [limits.minimumWidth, limits.minimumHeight];
  if (long < Math.max(...wanted) || short < Math.min(...wanted)) return 'low-resolution';
  return brightness < limits.minimumBrightness ? 'dark' : null;
}
