import { type PullParser, puller } from './pull.ts';

/**
 * The containers of PTP over USB (PIMA 15740:2000 and the USB Still Image Capture Device Definition 1.0, §7.1): length
 * of the whole, type, code, transaction, and up to five parameters of 32 bits, or data. All little-endian.
 */
export interface PtpContainer {
  kind: 'command' | 'data' | 'response' | 'event';
  code: number;
  transaction: number;
  params: number[];
  data: Uint8Array;
}

export type PtpStep = PtpContainer | { kind: 'malformed'; reason: string } | { kind: 'too-large' };

export const ptp = {
  getDeviceInfo: 0x1001,
  openSession: 0x1002,
  closeSession: 0x1003,
  getObjectHandles: 0x1007,
  getObjectInfo: 0x1008,
  getObject: 0x1009,
  deleteObject: 0x100b,
  initiateCapture: 0x100e,
  ok: 0x2001,
  sessionNotOpen: 0x2003,
  operationNotSupported: 0x2005,
  storeFull: 0x200c,
  accessDenied: 0x200f,
  invalidHandle: 0x2009,
  storeNotAvailable: 0x2013,
  deviceBusy: 0x2019,
  sessionAlreadyOpen: 0x201e,
  objectAdded: 0x4002,
  exifJpeg: 0x3801,
  jfif: 0x3808,
  png: 0x380b,
} as const;

/** Device Reset Request of its class: back to idle, without a session (USB Still Image Capture Device Definition 1.0, §5.2). */
export const ptpReset = 0x66;

const kinds = ['command', 'data', 'response', 'event'] as const;
const headLength = 12;
const maxParams = 5;

/** Cuts a pipe into containers. @param maxData most bytes the data of one may have */
export const ptpContainers = (maxData: number) => puller(() => container(maxData));

function* container(maxData: number): PullParser<PtpStep> {
  const head = yield { bytes: headLength };
  const view = new DataView(head.buffer);
  const length = view.getUint32(0, true) - headLength;
  const kind = kinds[view.getUint16(4, true) - 1];
  if (!kind) return { kind: 'malformed', reason: 'type' };
  if (length < 0 || length > 0xffffffff - 2 * headLength) return { kind: 'malformed', reason: 'length' };
  const facts = { kind, code: view.getUint16(6, true), transaction: view.getUint32(8, true) };
  if (kind === 'data') {
    if (length > maxData) return { kind: 'too-large' };
    return { ...facts, params: [], data: yield { bytes: length } };
  }
  if (length % 4 !== 0 || length > maxParams * 4) return { kind: 'malformed', reason: 'parameters' };
  const rest = new DataView((yield { bytes: length }).buffer);
  const params = Array.from({ length: length / 4 }, (_, index) => rest.getUint32(index * 4, true));
  return { ...facts, params, data: new Uint8Array() };
}

export function writePtp(
  kind: PtpContainer['kind'],
  code: number,
  transaction: number,
  body: readonly number[] | Uint8Array = [],
): Uint8Array {
  const data = body instanceof Uint8Array ? body : new Uint8Array(Uint32Array.from(body).buffer);
  const whole = new Uint8Array(headLength + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, whole.length, true);
  view.setUint16(4, kinds.indexOf(kind) + 1, true);
  view.setUint16(6, code, true);
  view.setUint32(8, transaction, true);
  whole.set(data, headLength);
  return whole;
}

export interface PtpDeviceInfo {
  manufacturer: string;
  model: string;
  version: string;
  operations: number[];
}

/** Reads the DeviceInfo dataset (PIMA 15740 §5.5.1); null when it is cut short or is none. */
export function readDeviceInfo(data: Uint8Array): PtpDeviceInfo | null {
  try {
    const read = reader(data);
    read.skip(8);
    read.text();
    read.skip(2);
    const operations = read.list(2);
    for (let lists = 0; lists < 4; lists++) read.list(2);
    return { operations, manufacturer: read.text(), model: read.text(), version: read.text() };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Format and size of the ObjectInfo dataset (§5.5.2); null when it is cut short. */
export function readObjectInfo(data: Uint8Array): { format: number; size: number } | null {
  if (data.length < 12) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return { format: view.getUint16(4, true), size: view.getUint32(8, true) };
}

/** An array of 32 bits, as GetObjectHandles answers with; null when it is cut short. */
export function readHandles(data: Uint8Array): number[] | null {
  try {
    return reader(data).list(4);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A reader that throws RangeError at the end of the data. */
function reader(data: Uint8Array) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  return {
    skip(bytes: number) {
      at += bytes;
    },
    list(width: 2 | 4): number[] {
      const count = view.getUint32(at, true);
      at += 4;
      if (count * width > data.length - at) throw new RangeError('the list is longer than the data');
      const found = Array.from({ length: count }, (_, index) =>
        width === 2 ? view.getUint16(at + index * 2, true) : view.getUint32(at + index * 4, true),
      );
      at += count * width;
      return found;
    },
    /** One byte of length in characters, then UTF-16 with a closing zero. */
    text(): string {
      const length = view.getUint8(at);
      let found = '';
      for (let index = 0; index < length; index++) {
        const unit = view.getUint16(at + 1 + index * 2, true);
        if (unit !== 0) found += String.fromCharCode(unit);
      }
      at += 1 + length * 2;
      return found;
    },
  };
}

/** How a text of a dataset is written; the inverse of what {@link readDeviceInfo} reads. */
export function writePtpText(text: string): Uint8Array {
  if (text === '') return Uint8Array.of(0);
  const units = [...text, '\0'].flatMap((char) => [char.charCodeAt(0) & 0xff, char.charCodeAt(0) >> 8]);
  return Uint8Array.from([text.length + 1, ...units]);
}
