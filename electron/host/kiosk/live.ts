import type { CameraState, Device, DeviceFault, DocumentType, ReaderKind } from '../../contract/index.ts';
import type { ChipScreen } from '../chip/index.ts';

/**
 * What is true at this moment and would be wrong to remember: which reader is sending, whether a camera runs, who
 * touched the screen last. It starts empty after a restart.
 */
export interface Live {
  reading: boolean;
  readerSeen: boolean;
  /** How far the chip is; null when none is wanted. */
  chip: ChipScreen | null;
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
  readerSeen: false,
  chip: null,
  camera: 'starting',
  cameraLabel: '',
  cameraChecked: null,
  touchedAt: now,
  idleEndsAt: null,
  closesAt: null,
  resumed: false,
});

/** Devices that send what they read by themselves. */
const sending: ReadonlySet<Device['kind']> = new Set(['mrz-reader', 'barcode-reader']);
const reading: ReadonlySet<Device['kind']> = new Set([...sending, 'page-scanner']);

const isUsable = ({ state }: Device): boolean => state === 'ready' || state === 'busy';

export function readyDevice(devices: readonly Device[], kind: Device['kind']): Device | undefined {
  return devices.find((device) => device.kind === kind && isUsable(device));
}

/** What the devices' list says of the readers; a reading ends with the last reader that could send it. */
export function readersChanged(live: Live, devices: readonly Device[]): Live {
  return {
    ...live,
    readerSeen: live.readerSeen || devices.some(({ kind }) => reading.has(kind)),
    reading: live.reading && devices.some((device) => sending.has(device.kind) && isUsable(device)),
  };
}

/** Which guidance fits the readers of this station, plugged in or not, for the document chosen. */
export function readerKind(devices: readonly Device[], type: DocumentType): ReaderKind {
  const has = (kind: Device['kind']) => devices.some((device) => device.kind === kind);
  if (type === 'driving-licence') {
    if (has('page-scanner')) return 'scanner';
    return has('barcode-reader') ? 'barcode' : has('mrz-reader') ? 'swipe' : 'none';
  }
  if (has('mrz-reader')) return has('page-scanner') ? 'full-page' : 'swipe';
  if (has('page-scanner')) return 'scanner';
  return has('chip-reader') ? 'chip' : 'none';
}

/** What each kind cannot do without. A chip alone is not read. */
const needs: Readonly<Record<ReaderKind, Device['kind'] | null>> = {
  'full-page': 'mrz-reader',
  swipe: 'mrz-reader',
  scanner: 'page-scanner',
  barcode: 'barcode-reader',
  chip: null,
  none: null,
};

export interface ReaderPhase {
  phase: 'waiting' | 'reading' | 'unplugged' | 'no-reader';
  fault: DeviceFault | null;
}

/** What the visitor is to know of the station's readers. */
export function readerPhase(devices: readonly Device[], live: Live, type: DocumentType): ReaderPhase {
  const needed = needs[readerKind(devices, type)];
  const there = devices.filter(({ kind }) => kind === needed);
  if (there.some(isUsable)) return { phase: live.reading ? 'reading' : 'waiting', fault: null };
  const fault = there.find((device) => device.fault)?.fault?.code ?? null;
  return { phase: there.length > 0 || live.readerSeen ? 'unplugged' : 'no-reader', fault };
}
