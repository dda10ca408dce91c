import type {
  DeviceKind,
  DeviceState,
  HealthPart,
  Notice,
  StaffSnapshot,
} from '../../../electron/contract/index.ts';

export const postureWords: Record<StaffSnapshot['station']['posture'], string> = {
  attended: 'Attended',
  'self-service': 'Self-service',
  offline: 'Offline',
};

export const deviceKinds: Record<DeviceKind, string> = {
  'mrz-reader': 'Document reader',
  'page-scanner': 'Page scanner',
  'chip-reader': 'Chip reader',
  'barcode-reader': 'Barcode reader',
  camera: 'Camera',
};

export type Tone = 'good' | 'warn' | 'bad' | 'idle';

export const deviceStates: Record<DeviceState, { text: string; tone: Tone }> = {
  absent: { text: 'Unplugged', tone: 'bad' },
  present: { text: 'Found', tone: 'warn' },
  opening: { text: 'Connecting', tone: 'warn' },
  ready: { text: 'Ready', tone: 'good' },
  busy: { text: 'Working', tone: 'good' },
  faulted: { text: 'Fault', tone: 'bad' },
};

export const healthParts: Record<HealthPart['part'], string> = {
  vault: 'Database',
  models: 'Face models',
  vision: 'Face comparison',
  issuer: 'Issuer',
  drivers: 'Device drivers',
  'page-reader': 'Page reading',
  'chip-reader': 'Chip checks',
  camera: 'Camera',
};

export const healthStates: Record<HealthPart['state'], { text: string; tone: Tone }> = {
  ok: { text: 'OK', tone: 'good' },
  degraded: { text: 'Limited', tone: 'warn' },
  down: { text: 'Down', tone: 'bad' },
};

export const noticeLevels: Record<Notice['level'], string> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
};

const gravity: Record<Notice['level'], number> = { error: 0, warning: 1, info: 2 };

/** The gravest first, and of equals the newest. */
export function sortNotices(notices: readonly Notice[]): Notice[] {
  return [...notices].sort((a, b) => gravity[a.level] - gravity[b.level] || b.at - a.at);
}
