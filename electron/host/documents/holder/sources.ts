import type { FieldSource } from '../../../contract/index.ts';
import type { BarcodeResult } from '../barcode/index.ts';
import type { Mrz } from '../mrz/index.ts';

/** The zone as it was read in the page's picture: read or repaired, and valid by its own check digits. */
export interface ZoneOnPage {
  readonly mrz: Mrz;
  /** Characters that are not what the picture alone said, lines and positions from 0; none when it was read as it is. */
  readonly repairs: readonly {
    readonly line: number;
    readonly position: number;
    readonly why: 'changed' | 'doubt';
  }[];
}

/** What the chip says. */
export interface ChipSource {
  readonly mrz: Mrz;
  /** In the state's own characters. */
  readonly names: { readonly familyName: string; readonly givenNames: string } | null;
  /** A state that is known signed it, and it says what is printed. */
  readonly signed: boolean;
}

/** What was read of one document. */
export interface DocumentSources {
  readonly chip: ChipSource | null;
  /** Lines of an MRZ reader, valid as they came. */
  readonly reader: Mrz | null;
  readonly page: ZoneOnPage | null;
  readonly barcode: BarcodeResult | null;
}

export interface Zone {
  readonly source: Extract<FieldSource, 'reader' | 'page'>;
  readonly mrz: Mrz;
  readonly repairs: ZoneOnPage['repairs'];
}

/** The zone the document is taken by: the reader's lines before the page's, which passed through a picture. */
export function zoneOf({ reader, page }: DocumentSources): Zone | null {
  if (reader) return { source: 'reader', mrz: reader, repairs: [] };
  return page && { source: 'page', ...page };
}

/** The zone that a barcode carries a valid copy of. */
export function mrzOfBarcode(barcode: BarcodeResult | null): Mrz | null {
  if (barcode?.kind === 'mrz-copy') return barcode.mrz;
  return barcode?.kind === 'vds' && barcode.mrz?.kind === 'mrz' && barcode.mrz.valid ? barcode.mrz : null;
}
