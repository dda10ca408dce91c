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
