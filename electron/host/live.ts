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
  /** The camera whose check is in the visit already. */
  cameraChecked: string | null;
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
  cameraChecked: null,
  touchedAt: now,
  idleEndsAt: null,
  closesAt: null,
  resumed: false,
});

export type ReaderPhase = 'waiting' | 'reading' | 'unplugged' | 'no-reader';

/** What the devices' list says of the readers; a reading ends with the last reader that could send it. */
export function readersChanged(live: Live, devices: readonly Device[]): Live {
  const readers = devices.filter((device) => device.kind === 'mrz-reader');
  const usable = readers.some((device) => device.state === 'ready' || device.state === 'busy');
  return {
    ...live,
    readerSeen: live.readerSeen || readers.length > 0,
    readerFault: usable ? null : (readers.find((device) => device.fault)?.fault?.code ?? null),
    reading: live.reading && usable,
  };
}

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
