import type { BarcodeResult } from '../documents/barcode/index.ts';
import {
  type DocumentSources,
  type Holder,
  holderOf,
  mrzOfBarcode,
  zoneOf,
} from '../documents/holder/index.ts';
import type { FullDate, Mrz } from '../documents/mrz/index.ts';
import { chipSource, isDoubted, isProven, type ReadChip } from './chip.ts';
import type { PageReadBody } from './document-events.ts';
import type { Visit } from './state.ts';

/** What was found in one side's picture, its lines parsed. */
export interface PageFindings {
  zone:
    | (Omit<NonNullable<PageReadBody['zone']>, 'lines'> & {
        /** Only of a zone that was read or repaired and is valid. */
        mrz: Mrz | null;
      })
    | null;
  problem: PageReadBody['problem'];
  quality: PageReadBody['quality'];
  certain: boolean;
  portraitWindow: PageReadBody['portraitWindow'];
}

export interface ScannedPage {
  ref: string;
  mediaType: string;
  dotsPerInch: number;
  /** The visitor said that it lies there; otherwise a reading of lines had the scanner start by itself. */
  asked: boolean;
  uprightRef: string | null;
  /** Null until it was examined. */
  findings: PageFindings | null;
}

/** A document as far as it was read, from one source or several. */
export interface ReadDocument {
  /** Unix milliseconds of the first reading; centuries and expiry are judged against this day. */
  at: number;
  lines: { source: string; mrz: Mrz } | null;
  /** Sides in the order they were scanned; at most two. */
  pages: ScannedPage[];
  /** The best barcode so far, from a reader or from the picture of a side, which `page` names. */
  barcode: { source: string; page: string | null; result: BarcodeResult } | null;
  portrait: { ref: string; page: string | null } | { missing: string } | null;
  /** A side is to be scanned: because lines were read, or because the visitor said that it lies there. */
  scanning: 'by-itself' | 'asked' | null;
  /** How often a side was to be scanned. */
  scans: number;
  /** Why no side can be scanned. */
  missing: string | null;
  /** The visitor does not show the other side. */
  skipped: boolean;
  /** Null until it was read or given up. */
  chip: ReadChip | { missing: string } | null;
}

export const emptyDocument = (at: number): ReadDocument => ({
  at,
  lines: null,
  pages: [],
  barcode: null,
  portrait: null,
  scanning: null,
  scans: 0,
  missing: null,
  skipped: false,
  chip: null,
});

/** The sources the document was read from; of two sides' zones the one that needed no repair. */
export function sourcesOf({ lines, pages, barcode, chip }: ReadDocument): DocumentSources {
  const zones = pages.flatMap(({ findings }) =>
    findings?.zone?.mrz ? [{ mrz: findings.zone.mrz, repairs: findings.zone.repairs }] : [],
  );
  return {
    chip: chipSource(chip),
    reader: lines?.mrz ?? null,
    page: zones.find(({ repairs }) => repairs.length === 0) ?? zones[0] ?? null,
    barcode: barcode?.result ?? null,
  };
}

const WITH_CHIPS: ReadonlySet<Mrz['format']> = new Set(['TD1', 'TD2', 'TD3']);

/** The printed zone that opens the chip and is compared with the one in it; null where there is none of ICAO's. */
export function zoneForChip(document: ReadDocument): Mrz | null {
  const sources = sourcesOf(document);
  const mrz = zoneOf(sources)?.mrz ?? mrzOfBarcode(sources.barcode);
  return mrz && WITH_CHIPS.has(mrz.format) ? mrz : null;
}

/**
 * The face that the photo is compared with: that of a chip which a known state signed, else the page's. Anyone can write a
 * portrait into a card that nobody can check, so such a chip's stands in only where there is no page to look at, and proves
 * nothing; of a chip that something speaks against nothing is used.
 */
export function portraitOf({ chip, portrait }: ReadDocument): { ref: string; from: 'chip' | 'page' } | null {
  const inChip =
    chip && 'checks' in chip && chip.portraitRef !== null && !isDoubted(chip)
      ? { ref: chip.portraitRef, from: 'chip' as const }
      : null;
  if (isProven(chip) && inChip) return inChip;
  return portrait && 'ref' in portrait ? { ref: portrait.ref, from: 'page' } : inChip;
}

/** What the document says of its holder; null before anything of that was read. */
export function holderOfVisit({ document, choice }: Pick<Visit, 'document' | 'choice'>): Holder | null {
  const holder = document && holderOf(sourcesOf(document), choice?.documentType ?? null);
  return holder && Object.keys(holder.fields).length > 0 ? holder : null;
}

/** Nothing of a document is in the picture. */
export function isBlank({ uprightRef, findings }: ScannedPage): boolean {
  return findings?.problem === 'no-page' && uprightRef === null && !findings.zone?.mrz;
}

/** A document is valid through the whole of its last day, wherever on earth that day ends (UTC−12). */
export function isExpired(expiry: FullDate | undefined, at: number): boolean | null {
  if (expiry?.precision !== 'day') return null;
  return at >= Date.parse(`${expiry.text}T00:00:00-12:00`) + 86_400_000;
}

const standing = (result: BarcodeResult): number => {
  if (result.kind === 'aamva') return result.valid ? 4 : 2;
  if (result.kind === 'vds') return mrzOfBarcode(result) ? 3 : 2;
  if (result.kind === 'mrz-copy') return 4;
  return result.reason === 'unknown-content' ? 0 : 1;
};

/** Of several barcodes the one that says most of the document; the first of equals. */
export function bestBarcode(
  known: ReadDocument['barcode'],
  others: readonly NonNullable<ReadDocument['barcode']>[],
): ReadDocument['barcode'] {
  return others.reduce<ReadDocument['barcode']>(
    (best, one) => (best === null || standing(one.result) > standing(best.result) ? one : best),
    known,
  );
}
