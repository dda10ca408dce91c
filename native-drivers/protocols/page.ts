/** What a page is to be like; whatever takes it comes as near to it as it can. */
export interface ScanOrder {
  dotsPerInch: number;
  /** Colour where nothing is said. */
  color?: 'color' | 'gray';
  /** The flat bed where nothing is said and there is one. */
  from?: 'flatbed' | 'feeder';
  /** Both sides of what lies in the feeder. */
  duplex?: boolean;
  /** Calls the scan off. */
  signal?: AbortSignal;
}

export interface ScannedPage {
  bytes: Uint8Array<ArrayBuffer>;
  mediaType: 'image/jpeg' | 'image/png';
  /** The resolution the page was taken at; it may differ from the one asked for when there is no such step. */
  dotsPerInch: number;
}

/** By its first bytes; null for what is neither. */
export function mediaTypeOf(bytes: Uint8Array): ScannedPage['mediaType'] | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return 'image/png';
  return null;
}
