import {
  cameraCures,
  type DeviceFault,
  type DeviceGesture,
  type DeviceKind,
} from '../../electron/contract/index.ts';
import { type HidReaderName, readHidReaderName } from '../../electron/contract/named-devices.ts';
import type { FrameDecoder } from '../protocols/decoder.ts';
import { type HidPosQuirks, hidPosDecoder, hidPosUsage } from '../protocols/hid-pos.ts';
import { type TextReportLayout, textReportDecoder } from '../protocols/text-reports.ts';
import type { HidInfo } from '../transports/hid.ts';

/**
 * A kind of HID device: how it is known, what it speaks, how it differs, what people are told to do with it. Its kind is
 * what it is for at a desk: imagers that read the zone read barcodes as well, and each message says which it is.
 */
export type HidProfile = HidKind & (PosProtocol | TextProtocol);

interface HidKind {
  id: string;
  name: string;
  kind: DeviceKind;
  match: { vendorId?: number; productId?: number; usagePage: number; usage?: number };
  gesture: DeviceGesture;
}

interface PosProtocol {
  protocol: 'hid-pos';
  quirks: HidPosQuirks & {
    /** Sent as a feature report after opening; without it some readers stay silent. */
    enable?: readonly number[];
  };
}

/** Text in the reports of a usage page that its maker defines. */
interface TextProtocol {
  protocol: 'text-reports';
  layout: TextReportLayout;
  quirks?: undefined;
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

/**
 * The profile of a HID interface; null for one we have no use for. Of a reader that an operator has named, the interface
 * that was named is used and no other, so that it is not there twice.
 */
export function hidProfileOf(info: HidInfo, named: readonly HidProfile[] = []): HidProfile | null {
  const sameModel = ({ match }: HidProfile) =>
    (match.vendorId === undefined || match.vendorId === info.vendorId) &&
    (match.productId === undefined || match.productId === info.productId);
  const fits = (profile: HidProfile) =>
    profile.match.usagePage === info.usagePage &&
    (profile.match.usage === undefined || profile.match.usage === info.usage) &&
    sameModel(profile);
  return (named.some(sameModel) ? named : hidProfiles).find(fits) ?? null;
}

export function hidDecoderOf(profile: HidProfile): FrameDecoder {
  return profile.protocol === 'hid-pos' ? hidPosDecoder(profile.quirks) : textReportDecoder(profile.layout);
}

/** Reads what {@link readHidReaderName} does; null when it is no such reader. */
export function namedHidReader(text: string): HidProfile | null {
  const read = readHidReaderName(text);
  return read && textReader(text, read);
}

/** The reader an operator had named when it was recorded. */
export function recordedHidReader(info: Readonly<Record<string, unknown>>): HidProfile[] {
  const profile = typeof info.profile === 'string' ? namedHidReader(info.profile) : null;
  return profile ? [profile] : [];
}

/** @param id what the operator said of it, so that a recording says it too */
function textReader(id: string, { vendorId, productId, usagePage, ...layout }: HidReaderName): HidProfile {
  return {
    id,
    name: 'Document reader',
    kind: 'mrz-reader',
    match: { vendorId, productId, usagePage },
    protocol: 'text-reports',
    layout,
    gesture: 'swipe',
  };
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
