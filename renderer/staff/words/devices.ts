import {
  cameraCures,
  type Device,
  type DeviceFault,
  type DeviceGesture,
  type DeviceKind,
  type HealthPart,
  type TestFinding,
} from '../../../electron/contract/index.ts';
import type { Tone } from './station.ts';

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

const gestures: Record<DeviceGesture, string> = {
  swipe: 'Swipe a document through the reader',
  'lay-flat': 'Lay a document on the reader',
  'hold-in-front': 'Hold a document in front of the reader',
  tap: 'Lay a document with a chip on the reader',
};

const asks: Record<DeviceKind, string> = {
  'mrz-reader': gestures['lay-flat'],
  'page-scanner': gestures['lay-flat'],
  'chip-reader': gestures.tap,
  'barcode-reader': 'Hold a barcode under the reader',
  camera: 'Waiting for the camera',
};

/** What whoever tests the device is to do now. */
export function testPrompt({ kind, gesture }: Pick<Device, 'kind' | 'gesture'>): string {
  return kind === 'mrz-reader' && gesture ? gestures[gesture] : asks[kind];
}

const reads = 'A test has it read something once. What it reads is measured and dropped.';

/** What a test would do; said while there has been none. */
export const testHints: Record<DeviceKind, string> = {
  'mrz-reader': reads,
  'page-scanner': 'A test scans what lies on the glass. The picture is measured and dropped.',
  'chip-reader': 'A test has a chip answer once. Nothing is read from it.',
  'barcode-reader': reads,
  camera: 'A test looks through it from the visitor’s window. No picture is kept.',
};

export const testProgress: Record<DeviceKind, string> = {
  'mrz-reader': 'Reading the document',
  'page-scanner': 'Scanning what lies on the glass',
  'chip-reader': 'Asking the chip',
  'barcode-reader': 'Reading the barcode',
  camera: 'Looking through the camera',
};

const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** What a test found, for who does not know the trade; `warn` where it works and yet something is to be looked at. */
export function findingWords(found: TestFinding): { text: string; tone: Tone } {
  switch (found.kind) {
    case 'lines':
      return linesWords(found);
    case 'image':
      return imageWords(found);
    case 'barcode':
      return {
        text: `Read ${symbology(found.aim)} of ${counted(found.characters, 'character')}.`,
        tone: 'good',
      };
    case 'chip':
      return {
        text:
          found.atrBytes === null
            ? 'The chip answered.'
            : `The chip answered; its answer to reset has ${counted(found.atrBytes, 'byte')}.`,
        tone: 'good',
      };
    case 'camera': {
      const { widthPixels, heightPixels, framesPerSecond, brightness } = found;
      const frames = `${number.format(framesPerSecond)} pictures a second`;
      return {
        text: `${pixels(widthPixels, heightPixels)}, ${frames}, brightness ${number.format(brightness)} of 255.`,
        tone: 'good',
      };
    }
  }
}

function linesWords({ lines, characters, checkDigits }: TestFinding & { kind: 'lines' }) {
  const length = counted(characters, 'character');
  const many = checkDigits === null ? `${lines} lines, the longest of` : `${lines} lines of`;
  const read = `Read ${lines === 1 ? '1 line of' : many} ${length}`;
  if (checkDigits === 'right') return { text: `${read}. All check digits are right.`, tone: 'good' as const };
  if (checkDigits === null)
    return { text: `${read}, which are no machine readable zone.`, tone: 'warn' as const };
  return {
    text: `${read}, but a check digit is wrong. Clean the reader’s glass and try another document.`,
    tone: 'warn' as const,
  };
}

function imageWords({ widthPixels, heightPixels, dotsPerInch, bytes }: TestFinding & { kind: 'image' }) {
  const size = `${number.format(Math.max(1, bytes / 1000))} kB`;
  if (widthPixels === null || heightPixels === null)
    return {
      text: `Sent ${size} that are no picture. Check the scanner’s settings.`,
      tone: 'warn' as const,
    };
  return {
    text: `A picture of ${pixels(widthPixels, heightPixels)} at ${number.format(dotsPerInch)} dpi, ${size}.`,
    tone: 'good' as const,
  };
}

const pixels = (width: number, height: number) => `${number.format(width)} × ${number.format(height)} pixels`;

const counted = (count: number, unit: string) => `${number.format(count)} ${unit}${count === 1 ? '' : 's'}`;

/** By the code character of the symbology identifier (ISO/IEC 15424, annex F). */
const symbologies: Record<string, string> = {
  L: 'a PDF417 code',
  Q: 'a QR code',
  z: 'an Aztec code',
  d: 'a Data Matrix code',
  C: 'a Code 128 barcode',
  A: 'a Code 39 barcode',
  E: 'an EAN barcode',
};

function symbology(aim: string | null): string {
  const letter = aim?.charAt(1) ?? '';
  return Object.hasOwn(symbologies, letter) ? (symbologies[letter] as string) : 'a barcode';
}

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
