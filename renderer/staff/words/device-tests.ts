import type { Device, DeviceGesture, DeviceKind, TestFinding } from '../../../electron/contract/index.ts';
import type { Tone } from './station.ts';

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
