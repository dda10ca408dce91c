/** What may be attached to a serial port that an operator names, where USB ids do not tell. */
export const serialReaders = [
  'elyctis',
  'access-is',
  'honeywell',
  'hand-held-products',
  'newland',
  'zebra',
  'datalogic',
  'honeywell-triggered',
  'newland-triggered',
  'lines',
] as const;
export type SerialReader = (typeof serialReaders)[number];

/** Where ipp-usb serves the first scanner on USB (eSCL); looked at where no scanner is named. */
export const ippUsbAddress = 'http://localhost:60000/eSCL';

/** Reads `PATH` or `PATH=READER`; null when there is no such reader. */
export function readSerialName(text: string): { path: string; reader: SerialReader } | null {
  const [, path, name = 'lines'] = /^([^=]+)(?:=([^=]*))?$/.exec(text) ?? [];
  const reader = serialReaders.find((known) => known === name);
  return path && reader ? { path, reader } : null;
}

/** Reads `VVVV:PPPP@DPI`: USB ids in hexadecimal, and the dots per inch of a page on the camera's table; null for else. */
export function readPageCameraName(
  text: string,
): { vendorId: number; productId: number; dotsPerInch: number } | null {
  const [, vendor = '', product = '', dpi] = /^([0-9a-f]{4}):([0-9a-f]{4})@(\d{2,4})$/i.exec(text) ?? [];
  const dotsPerInch = Number(dpi);
  if (!dotsPerInch) return null;
  return { vendorId: Number.parseInt(vendor, 16), productId: Number.parseInt(product, 16), dotsPerInch };
}

/** A reader that sends text in HID reports of its maker's own making, and where the text stands in them. */
export interface HidReaderName {
  vendorId: number;
  productId: number;
  /** 0xff00 to 0xffff, the pages that makers define (HID Usage Tables §3.1). */
  usagePage: number;
  /** Null where the reports are not numbered. */
  reportId: number | null;
  /** Places count from the report's first byte, which is its ID where it has one. */
  lengthAt: number | null;
  textAt: number;
  /** The byte that ends a message; null where a report that is not full does. */
  end: number | null;
}

const hidReaderKeys = { page: 16, report: 16, length: 10, text: 10, end: 16 } as const;
const vendorPage = 0xff00;
/** Bytes of the longest report of a device at full speed, its ID included. */
const longestReport = 65;

/**
 * Reads `VVVV:PPPP@KEY=VALUE,…`: USB ids in hexadecimal, then in any order `page`, `report` (its ID) and `end` in
 * hexadecimal, `length` and `text` (their places) in decimal. Null for else, and for what cannot be.
 */
export function readHidReaderName(text: string): HidReaderName | null {
  const [, vendor, product, rest] =
    /^([0-9a-f]{4}):([0-9a-f]{4})@([a-z]+=[0-9a-f]{1,4}(?:,[a-z]+=[0-9a-f]{1,4})*)$/i.exec(text) ?? [];
  if (!vendor || !product || !rest) return null;
  const said = new Map<string, number>();
  for (const pair of rest.split(',')) {
    const [key = '', value = ''] = pair.split('=');
    if (!Object.hasOwn(hidReaderKeys, key) || said.has(key)) return null;
    const base = hidReaderKeys[key as keyof typeof hidReaderKeys];
    if (base === 10 && !/^\d+$/.test(value)) return null;
    said.set(key, Number.parseInt(value, base));
  }
  const reportId = said.get('report') ?? null;
  const lengthAt = said.get('length') ?? null;
  const first = reportId === null ? 0 : 1;
  const textAt = said.get('text') ?? (lengthAt === null ? first : lengthAt + 1);
  const end = said.get('end') ?? null;
  const usagePage = said.get('page') ?? vendorPage;
  const fits =
    usagePage >= vendorPage &&
    (reportId === null || (reportId > 0 && reportId <= 0xff)) &&
    (end === null || end <= 0xff) &&
    (lengthAt === null || (lengthAt >= first && lengthAt < textAt)) &&
    textAt >= first &&
    textAt < longestReport;
  const ids = { vendorId: Number.parseInt(vendor, 16), productId: Number.parseInt(product, 16) };
  return fits ? { ...ids, usagePage, reportId, lengthAt, textAt, end } : null;
}
