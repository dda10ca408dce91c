import { readPageCameraName } from '../../electron/contract/named-devices.ts';
import type { UsbInfo, UsbInterface } from '../transports/usb.ts';
import { httpPipes } from '../transports/usb-http.ts';
import { isPtp } from './ptp-camera.ts';
import type { StreamProfile } from './stream-reader.ts';

/** A kind of reader that is spoken with over its pipes: which interface, and how. */
export interface UsbReaderProfile extends StreamProfile {
  use: 'reader';
  id: string;
  match: { vendorId: number; productId: number; code: UsbInterface['code'] };
}

/** A camera over a table that speaks PTP. */
export interface PageCameraProfile {
  use: 'page-camera';
  id: string;
  name: string;
  match: { vendorId: number; productId: number };
  /** Of a page on its table. */
  dotsPerInch: number;
}

/** A scanner that speaks eSCL over HTTP over its pipes, whoever makes it. */
export interface UsbScannerProfile {
  use: 'page-scanner';
  id: string;
  name: string;
}

export type UsbProfile = UsbReaderProfile | PageCameraProfile | UsbScannerProfile;

/** pid.codes sets 1209:0001 to 1209:0010 apart for private testing. */
const testing = 0x1209;

export const usbReaderProfiles: readonly UsbReaderProfile[] = [
  {
    use: 'reader',
    id: 'simulated-usb-reader',
    name: 'Simulated USB reader',
    kind: 'mrz-reader',
    gesture: 'swipe',
    dialect: 'text',
    match: { vendorId: testing, productId: 0x0003, code: [0xff, 0, 0] },
  },
];

const simulatedPageCamera: PageCameraProfile = {
  use: 'page-camera',
  id: 'simulated-page-camera',
  name: 'Simulated page camera',
  match: { vendorId: testing, productId: 0x0005 },
  dotsPerInch: 300,
};

const ippUsb: UsbScannerProfile = { use: 'page-scanner', id: 'ipp-usb', name: 'Page scanner' };

/**
 * The profile of a USB device; null for one we have no use for. A still camera is used only when it is one an operator
 * has named: a visitor's telephone on a charging cable is a still camera as well.
 */
export function usbProfileOf(info: UsbInfo, cameras: readonly PageCameraProfile[] = []): UsbProfile | null {
  const same = (match: { vendorId: number; productId: number }) =>
    match.vendorId === info.vendorId && match.productId === info.productId;
  const reader = usbReaderProfiles.find(
    ({ match }) => same(match) && info.interfaces.some(({ code }) => code.join() === match.code.join()),
  );
  if (reader) return reader;
  const camera = [...cameras, simulatedPageCamera].find(({ match }) => same(match));
  if (camera && isPtp(info)) return camera;
  return httpPipes(info).length > 0 ? ippUsb : null;
}

/** The camera an operator had named when it was recorded. */
export function recordedCamera(info: Readonly<Record<string, unknown>>): PageCameraProfile[] {
  const { vendorId, productId, dotsPerInch } = info;
  if (typeof vendorId !== 'number' || typeof productId !== 'number' || typeof dotsPerInch !== 'number')
    return [];
  return [
    { use: 'page-camera', id: 'recorded', name: 'Page camera', match: { vendorId, productId }, dotsPerInch },
  ];
}

/** Reads `VVVV:PPPP@DPI`, a page camera and what it takes of a page on its table; null when it is none. */
export function namedCamera(text: string): PageCameraProfile | null {
  const read = readPageCameraName(text);
  if (!read) return null;
  const { dotsPerInch, ...match } = read;
  const hex = (id: number) => id.toString(16).padStart(4, '0');
  const id = `camera-${hex(match.vendorId)}-${hex(match.productId)}`;
  return { use: 'page-camera', id, name: 'Page camera', match, dotsPerInch };
}
