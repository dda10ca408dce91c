import {
  cameraCures,
  type DeviceFault,
  type DeviceGesture,
  type DeviceKind,
} from '../../electron/contract/index.ts';
import { type HidPosQuirks, hidPosUsage } from '../protocols/hid-pos.ts';
import type { HidInfo } from '../transports/hid.ts';

/**
 * A kind of HID device: how it is known, what it speaks, how it differs, what people are told to do with it. Its kind is
 * what it is for at a desk: imagers that read the zone read barcodes as well, and each message says which it is.
 */
export interface HidProfile {
  id: string;
  name: string;
  kind: DeviceKind;
  match: { vendorId?: number; productId?: number; usagePage: number; usage: number };
  protocol: 'hid-pos';
  quirks: HidPosQuirks & {
    /** Sent as a feature report after opening; without it some readers stay silent. */
    enable?: readonly number[];
  };
  gesture: DeviceGesture;
}

const pos = { kind: 'mrz-reader', protocol: 'hid-pos' } as const;
const barcodePos = { kind: 'barcode-reader', protocol: 'hid-pos', gesture: 'hold-in-front' } as const;
const enable = [254, 1] as const;

/** pid.codes sets 1209:0001 to 1209:0010 apart for private testing. */
export const simulatedBarcodeReader = { vendorId: 0x1209, productId: 0x0002 } as const;

/** The first that fits is taken, so the particular stand before the general. */
export const hidProfiles: readonly HidProfile[] = [
  {
    ...pos,
    id: 'honeywell-pos',
    name: 'Honeywell imager',
    match: { vendorId: 0x0c2e, ...hidPosUsage },
    quirks: { enable },
    gesture: 'hold-in-front',
  },
  {
    ...pos,
    id: 'youjie-pos',
    name: 'Youjie imager',
    match: { vendorId: 0x23d0, ...hidPosUsage },
    quirks: { enable },
    gesture: 'hold-in-front',
  },
  {
    ...pos,
    id: 'newland-pos',
    name: 'Newland scanner',
    match: { vendorId: 0x1eab, ...hidPosUsage },
    quirks: { dataStart: 2 },
    gesture: 'hold-in-front',
  },
  {
    ...barcodePos,
    id: 'zebra-pos',
    name: 'Zebra barcode reader',
    match: { vendorId: 0x05e0, ...hidPosUsage },
    quirks: {},
  },
  {
    ...barcodePos,
    id: 'datalogic-pos',
    name: 'Datalogic barcode reader',
    match: { vendorId: 0x05f9, ...hidPosUsage },
    quirks: {},
  },
  {
    ...barcodePos,
    id: 'simulated-barcode-pos',
    name: 'Simulated barcode reader',
    match: { ...simulatedBarcodeReader, ...hidPosUsage },
    quirks: {},
  },
  {
    ...pos,
    id: 'access-is-pos',
    name: 'Access-IS reader',
    match: { vendorId: 0x0db5, ...hidPosUsage },
    quirks: {},
    gesture: 'swipe',
  },
  {
    ...pos,
    id: 'generic-pos',
    name: 'Document reader',
    match: hidPosUsage,
    quirks: {},
    gesture: 'swipe',
  },
];

/** The profile of a HID interface; null for one we have no use for. */
export function hidProfileOf(info: HidInfo): HidProfile | null {
  const fits = ({ match }: HidProfile) =>
    match.usagePage === info.usagePage &&
    match.usage === info.usage &&
    (match.vendorId === undefined || match.vendorId === info.vendorId) &&
    (match.productId === undefined || match.productId === info.productId);
  return hidProfiles.find(fits) ?? null;
}

/** What an operator does about a fault, in one sentence. */
export const cures: Readonly<Record<DeviceFault, string>> = {
  'device/disconnected-before-sending': 'The device was unplugged. Plug its cable in again.',
  'device/disconnected-while-sending':
    'The device was unplugged while it was sending. Plug it in and read the document again.',
  'device/busy': 'The device is in use. Wait, or close the other program that uses it.',
  'device/time-out': 'The device stopped answering. Switch it off and on.',
  'device/access-denied':
    'The system does not let Proofdesk open the device. Install the udev rule, or sign in to the seat.',
  'device/protocol':
    'The device sent something that is not of its protocol. Check that it is in HID POS mode.',
  'device/cover-open': 'The cover is open. Close it.',
  'device/jam': 'The document is jammed. Take it out and lay it in again.',
  'device/no-document': 'There is no document on the device. Lay it on the glass.',
  'device/failed': 'The device reports a failure. Switch it off and on; if it stays, replace it.',
  ...cameraCures,
};
