import type { CameraState, Device, DeviceFault } from '../contract/index.ts';

/**
 * What is true at this moment and would be wrong to remember: which reader is sending, whether a camera runs, who
 * touched the screen last. It starts empty after a restart.
 */
export interface Live {
  reading: boolean;
  readerFault: DeviceFault | null;
  readerSeen: boolean;
  camera: CameraState;
  cameraLabel: string;
  touchedAt: number;
  /** Set while the kiosk asks "Are you still there?"; Unix milliseconds. */
  idleEndsAt: number | null;
  /** When a closing screen gives way by itself; Unix milliseconds. */
  closesAt: number | null;
  resumed: boolean;
}

export const freshLive = (now: number): Live => ({
  reading: false,
  readerFault: null,
  readerSeen: false,
  camera: 'starting',
  cameraLabel: '',
  touchedAt: now,
  idleEndsAt: null,
  closesAt: null,
  resumed: false,
});

export type ReaderPhase = 'waiting' | 'reading' | 'unplugged' | 'no-reader';

/** What the visitor is to know of the station's readers. */
export function readerPhase(devices: readonly Device[], live: Live): ReaderPhase {
  const readers = devices.filter((device) => device.kind === 'mrz-reader');
  if (readers.some((device) => device.state === 'ready' || device.state === 'busy'))
    return live.reading ? 'reading' : 'waiting';
  return readers.length > 0 || live.readerSeen ? 'unplugged' : 'no-reader';
}

/** Which guidance fits the readers of this station. */
export function readerKind(devices: readonly Device[]): 'full-page' | 'swipe' | 'chip' | 'none' {
  const has = (kind: Device['kind']) => devices.some((device) => device.kind === kind);
  if (has('mrz-reader')) return has('page-scanner') ? 'full-page' : 'swipe';
  return has('chip-reader') ? 'chip' : 'none';
}
