import { readSerialName, type SerialReader } from '../../electron/contract/named-devices.ts';
import type { SerialInfo, SerialSettings } from '../transports/serial.ts';
import type { StreamProfile } from './stream-reader.ts';

/** A kind of reader at a serial port: how it is known, what it speaks, at which speeds, what people do with it. */
export interface SerialProfile extends StreamProfile {
  /** By which an operator names it as well. */
  id: SerialReader;
  /** The USB device behind the port; null for what only an operator can name. */
  match: { vendorId: number; productId?: number } | null;
  /** In the order they are tried. On a port that is USB all the way the first always fits. */
  speeds: readonly SerialSettings[];
}

const at = (baudRate: number): SerialSettings => ({ baudRate, dataBits: 8, parity: 'none', stopBits: 1 });
/** What readers are delivered with, the commonest first. Seven data bits are recognised by their parity. */
const usualSpeeds = [9600, 115200, 19200, 38400, 57600].map(at);
const barcode = { kind: 'barcode-reader', gesture: 'hold-in-front', speeds: usualSpeeds } as const;
const zone = { kind: 'mrz-reader', gesture: 'swipe', speeds: usualSpeeds } as const;

export const serialProfiles: readonly SerialProfile[] = [
  {
    ...zone,
    id: 'elyctis',
    name: 'Elyctis reader',
    match: { vendorId: 0x1ffa },
    dialect: 'elyctis',
    speeds: [at(9600), at(115200)],
  },
  {
    ...zone,
    id: 'access-is',
    name: 'Access-IS reader',
    match: { vendorId: 0x0db5 },
    dialect: 'text',
  },
  {
    ...zone,
    id: 'honeywell',
    name: 'Honeywell imager',
    match: { vendorId: 0x0c2e },
    dialect: 'honeywell',
    speeds: [at(115200), at(9600), at(38400)],
    gesture: 'hold-in-front',
  },
  {
    ...zone,
    id: 'hand-held-products',
    name: 'Hand Held Products imager',
    match: { vendorId: 0x0536 },
    dialect: 'honeywell',
    speeds: [at(115200), at(9600), at(38400)],
    gesture: 'hold-in-front',
  },
  {
    ...zone,
    id: 'newland',
    name: 'Newland scanner',
    match: { vendorId: 0x1eab },
    dialect: 'newland',
    gesture: 'hold-in-front',
  },
  { ...barcode, id: 'zebra', name: 'Zebra barcode reader', match: { vendorId: 0x05e0 }, dialect: 'text' },
  {
    ...barcode,
    id: 'datalogic',
    name: 'Datalogic barcode reader',
    match: { vendorId: 0x05f9 },
    dialect: 'text',
  },
  /** Engines without a button that do not look by themselves. */
  {
    ...zone,
    id: 'honeywell-triggered',
    name: 'Honeywell imager',
    match: null,
    dialect: 'honeywell',
    speeds: [at(115200), at(9600), at(38400)],
    gesture: 'hold-in-front',
    triggered: true,
  },
  {
    ...zone,
    id: 'newland-triggered',
    name: 'Newland scanner',
    match: null,
    dialect: 'newland',
    gesture: 'hold-in-front',
    triggered: true,
  },
  { ...zone, id: 'lines', name: 'Serial document reader', match: null, dialect: 'text' },
];

/** A port an operator has named, and what is attached to it. */
export interface NamedPort {
  path: string;
  /** The id of a profile. */
  profile: string;
}

/**
 * The profile of a serial port. A port is opened only when its device is known or an operator has named it: behind an
 * unknown one there may be anything, and a byte sent to it may do anything.
 */
export function serialProfileOf(info: SerialInfo, named: readonly NamedPort[]): SerialProfile | null {
  const told = named.find(({ path }) => path === info.path);
  if (told) return serialProfiles.find(({ id }) => id === told.profile) ?? null;
  return (
    serialProfiles.find(
      ({ match }) =>
        match !== null &&
        match.vendorId === info.vendorId &&
        (match.productId === undefined || match.productId === info.productId),
    ) ?? null
  );
}

/** The profile a port had when it was recorded: the one an operator had named, or that of its device. */
export function recordedSerialProfile(info: Readonly<Record<string, unknown>>): SerialProfile | null {
  const named = serialProfiles.find(({ id }) => id === info.profile);
  return named ?? serialProfileOf({ ...info, path: '' } as SerialInfo, []);
}

/** Reads `PATH` or `PATH=PROFILE`; null when there is no such profile. */
export function namedPort(text: string): NamedPort | null {
  const read = readSerialName(text);
  return read && { path: read.path, profile: read.reader };
}
