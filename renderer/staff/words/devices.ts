import {
  cameraCures,
  type Device,
  type DeviceFault,
  type DeviceKind,
  type HealthPart,
} from '../../../electron/contract/index.ts';

export const transports: Record<Device['transport'], string> = {
  hid: 'USB (HID)',
  usb: 'USB',
  serial: 'Serial',
  pcsc: 'PC/SC',
  escl: 'eSCL',
  sane: 'SANE',
  wia: 'Windows (WIA)',
  vendor: 'Vendor’s adapter',
  wedge: 'Keyboard',
  media: 'Browser',
};

/** A simulated camera is a file, and its name the whole way to it. */
export function deviceName({ name, transport, simulated }: Pick<Device, 'name' | 'transport' | 'simulated'>) {
  return simulated && transport === 'media' ? (name.split(/[\\/]/).at(-1) ?? name) : name;
}

/** What went wrong, in as few words as a heading has, and what to do where the device itself told no cure. */
export const deviceFaults: Record<DeviceFault, { title: string; cure: string }> = {
  'device/disconnected-before-sending': {
    title: 'Unplugged',
    cure: 'Check its cable and its power. It is taken up again by itself.',
  },
  'device/disconnected-while-sending': {
    title: 'Unplugged while it was working',
    cure: 'Check its cable and its power, then read the document once more.',
  },
  'device/busy': {
    title: 'In use elsewhere',
    cure: 'Another program holds it, or it has not finished. Wait a moment, or close that program.',
  },
  'device/time-out': {
    title: 'No answer in time',
    cure: 'Try again. If it stays silent, switch the device off and on.',
  },
  'device/access-denied': {
    title: 'No permission',
    cure: 'Install the udev rules (proofdesk device udev) or the driver of its maker, and plug it in again.',
  },
  'device/protocol': {
    title: 'Garbled data',
    cure: 'Read again. If that comes back, check the reader’s output mode and clean its glass.',
  },
  'device/cover-open': { title: 'The cover is open', cure: 'Close the cover.' },
  'device/jam': {
    title: 'A page is jammed',
    cure: 'Open the scanner and take the page out without pulling hard.',
  },
  'device/no-document': {
    title: 'No document',
    cure: 'Have a document at hand, and test again.',
  },
  'device/failed': {
    title: 'An unknown fault',
    cure: 'Try again. If it fails once more, unplug it and plug it in again.',
  },
  'device/camera-not-allowed': {
    title: 'Not a camera of this station',
    cure: cameraCures['device/camera-not-allowed'],
  },
  'device/camera-virtual': {
    title: 'This camera is a program',
    cure: cameraCures['device/camera-virtual'],
  },
  'device/camera-denied': {
    title: 'The window may not use the camera',
    cure: cameraCures['device/camera-denied'],
  },
  'device/camera-dark': {
    title: 'The picture is too dark',
    cure: cameraCures['device/camera-dark'],
  },
  'device/camera-low-resolution': {
    title: 'The picture has too few pixels',
    cure: cameraCures['device/camera-low-resolution'],
  },
};

/** What the device itself says is nearer to the matter than what is said of all. */
export const cureText = (code: DeviceFault, told = ''): string => told || deviceFaults[code].cure;

const order: readonly DeviceKind[] = [
  'mrz-reader',
  'page-scanner',
  'chip-reader',
  'barcode-reader',
  'camera',
];

/** In an order that does not depend on who came first, so that nothing moves when one comes back. */
export function sortDevices<One extends Pick<Device, 'id' | 'kind' | 'name'>>(
  devices: readonly One[],
): One[] {
  return devices.toSorted(
    (a, b) =>
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      a.name.localeCompare(b.name) ||
      a.id.localeCompare(b.id),
  );
}

/** Without it every device is away, which no cable mends. */
export const driversAreUp = (health: readonly HealthPart[]): boolean =>
  health.find(({ part }) => part === 'drivers')?.state === 'ok';

/** Devices that somebody has to look at. */
export function needAttention<One extends Pick<Device, 'state' | 'fault'>>(devices: readonly One[]): One[] {
  return devices.filter(({ state, fault }) => state === 'absent' || state === 'faulted' || fault !== null);
}

/** How all of them are, in one sentence. @param up the driver process runs; without it every device is away */
export function devicesSummary(devices: readonly Pick<Device, 'state' | 'fault'>[], up = true): string {
  if (!up) return 'The driver process is starting; devices come back by themselves.';
  const bad = needAttention(devices).length;
  if (bad > 0)
    return devices.length === 1
      ? 'The device of this station needs attention.'
      : `${bad} of ${devices.length} devices ${bad === 1 ? 'needs' : 'need'} attention.`;
  const ready = devices.filter(({ state }) => state === 'ready' || state === 'busy').length;
  if (ready < devices.length)
    return `${ready} of ${devices.length} devices ${ready === 1 ? 'is' : 'are'} ready.`;
  if (devices.length === 1) return 'The device of this station works.';
  return devices.length === 2 ? 'Both devices work.' : `All ${devices.length} devices work.`;
}
