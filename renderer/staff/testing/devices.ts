import type { DeviceReport } from '../../../electron/contract/index.ts';

/** The time of every scene. */
export const now = Date.parse('2026-11-23T12:00:00Z');

const device = (
  id: string,
  kind: DeviceReport['kind'],
  name: string,
  more: Partial<DeviceReport> = {},
): DeviceReport => ({
  id,
  kind,
  name,
  transport: 'hid',
  state: 'ready',
  simulated: true,
  fault: null,
  lastFault: more.fault ? { ...more.fault, at: now - 60_000 } : null,
  testable: !more.fault,
  test: null,
  ...more,
});

export const devices: DeviceReport[] = [
  device('hid:reader', 'mrz-reader', 'Simulated passport reader'),
  device('escl:scanner', 'page-scanner', 'Simulated page scanner', { transport: 'escl', firmware: '2.4.1' }),
];

export const brokenDevices: DeviceReport[] = [
  device('hid:reader', 'mrz-reader', 'Simulated passport reader', {
    state: 'absent',
    fault: {
      code: 'device/disconnected-while-sending',
      cure: 'Plug the reader in again, then read the document once more.',
    },
  }),
  device('escl:scanner', 'page-scanner', 'Simulated page scanner', {
    transport: 'escl',
    state: 'faulted',
    fault: { code: 'device/cover-open', cure: 'Close the cover of the scanner.' },
  }),
];

const minute = 60_000;

/** One test in every state, and one device with each kind of trouble. */
export const testedDevices: DeviceReport[] = [
  device('hid:reader', 'mrz-reader', 'Simulated passport reader', {
    gesture: 'swipe',
    firmware: '1.12.0',
    testable: false,
    test: { state: 'waiting', startedAt: now - 4_000, endedAt: null, code: null, found: null },
  }),
  device('escl:scanner', 'page-scanner', 'Simulated page scanner', {
    transport: 'escl',
    firmware: '2.4.1',
    lastFault: { code: 'device/cover-open', cure: 'Close the cover of the scanner.', at: now - 12 * minute },
    test: {
      state: 'passed',
      startedAt: now - 2 * minute - 900,
      endedAt: now - 2 * minute,
      code: null,
      found: { kind: 'image', widthPixels: 1240, heightPixels: 1754, dotsPerInch: 150, bytes: 212_345 },
    },
  }),
  device('pcsc:reader', 'chip-reader', 'Simulated chip reader', {
    transport: 'pcsc',
    state: 'busy',
    testable: false,
    test: { state: 'reading', startedAt: now - 1_000, endedAt: null, code: null, found: null },
  }),
  device('hid:barcodes', 'barcode-reader', 'Simulated barcode reader', {
    test: {
      state: 'failed',
      startedAt: now - 3 * minute,
      endedAt: now - 2.5 * minute,
      code: 'device/no-document',
      found: null,
    },
  }),
  device('camera:webcam', 'camera', '/var/lib/proofdesk/simulator/webcam.mjpeg', {
    transport: 'media',
    testable: true,
  }),
];

/** A real station with a doubt, two troubles and one that is well. */
export const troubledDevices: DeviceReport[] = [
  device('hid:reader', 'mrz-reader', 'Access-IS OCR315e', {
    simulated: false,
    state: 'absent',
    fault: {
      code: 'device/disconnected-while-sending',
      cure: 'Plug the reader in again, then read the document once more.',
    },
  }),
  device('usb:0c2e:0b61', 'mrz-reader', 'Honeywell imager', {
    simulated: false,
    transport: 'serial',
    lastFault: { code: 'device/protocol', cure: '', at: now - 130 * minute },
    test: {
      state: 'passed',
      startedAt: now - 20_000,
      endedAt: now - 15_000,
      code: null,
      found: { kind: 'lines', lines: 2, characters: 44, checkDigits: 'wrong' },
    },
  }),
  device('escl:scanner', 'page-scanner', 'EPSON Perfection V600 Photo', {
    simulated: false,
    transport: 'sane',
    state: 'faulted',
    fault: {
      code: 'device/access-denied',
      cure: 'The system does not let Proofdesk open the USB device. Install the udev rules (proofdesk device udev) and plug it in again; on Windows give it the WinUSB driver.',
    },
  }),
  device('pcsc:reader', 'chip-reader', 'HID OMNIKEY 5022 CL', {
    simulated: false,
    transport: 'pcsc',
    test: {
      state: 'passed',
      startedAt: now - 30_000,
      endedAt: now - 25_000,
      code: null,
      found: { kind: 'chip', atrBytes: 18 },
    },
  }),
];
