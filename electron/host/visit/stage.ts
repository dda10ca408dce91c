import type { DocumentType, ReadingProblem } from '../../contract/index.ts';
import { mayBe, typeOfBarcode, typeOfMrz } from '../documents/holder/index.ts';
import type { FullDate } from '../documents/mrz/index.ts';
import {
  isBlank,
  isExpired,
  type ReadDocument,
  type ScannedPage,
  sourcesOf,
  zoneForChip,
} from './document.ts';
import type { Profile } from './profile.ts';

/** How far the reading of a document is, and who has to do something about it. */
export type Stage =
  /** The visitor: nothing was read yet. */
  | { at: 'waiting' }
  /** The station: a side is to be scanned, examined, searched for the portrait. */
  | { at: 'scan' | 'examine' | 'portrait' }
  /** The visitor: what is wanted is on the other side. */
  | { at: 'turn-over'; wants: 'portrait' | 'data' }
  /** The visitor and the station: the chip is to be laid down and read. */
  | { at: 'chip' }
  /** Nobody: this document, or this try, does not do. */
  | { at: 'rejected'; problem: ReadingProblem }
  | { at: 'complete' };

/** What is read, in terms of `document-reading`. Pure: the same document is at the same stage after a power cut. */
export function stageOf({
  document,
  choice,
  profile,
}: {
  document: ReadDocument | null;
  choice: { documentType: DocumentType } | null;
  profile: Pick<Profile, 'chip'>;
}): Stage {
  if (!document) return { at: 'waiting' };
  if (document.scanning) return { at: 'scan' };
  const { pages, portrait } = document;
  const page = pages.at(-1);
  if (page && !page.findings) return { at: 'examine' };
  const type = choice?.documentType ?? 'passport';
  const data = dataOf(document, type);
  if (data === 'expired' || data === 'wrong-document') return { at: 'rejected', problem: data };
  const another = type !== 'passport' && pages.length < 2 && document.missing === null && !document.skipped;
  if (data === 'none') {
    const problem = problemOf(pages);
    if (!page || isBlank(page) || !another) return { at: 'rejected', problem };
    if (!portrait) return { at: 'portrait' };
    // Neither the data nor a face, and a picture that says why: the other side would not mend it.
    if ('missing' in portrait && page.findings?.problem) return { at: 'rejected', problem };
    return { at: 'turn-over', wants: 'data' };
  }
  if (page && !portrait) return { at: 'portrait' };
  if (another && !(portrait && 'ref' in portrait)) return { at: 'turn-over', wants: 'portrait' };
  const chip = profile.chip === 'wanted' && document.chip === null && mayHaveChip(document, type);
  return chip ? { at: 'chip' } : { at: 'complete' };
}

/** Whether a document of that kind may have a chip that its zone opens. */
export function mayHaveChip(document: ReadDocument, type: DocumentType): boolean {
  return type !== 'driving-licence' && zoneForChip(document) !== null;
}

const work: ReadonlySet<Stage['at']> = new Set(['scan', 'examine', 'portrait']);

/** The station is at it, and the visitor waits. */
export function isWork({ at }: Stage): boolean {
  return work.has(at);
}

/** A source that is enough to know the holder by. */
interface Candidate {
  fits: boolean;
  expiry: FullDate | undefined;
}

/**
 * Whether the sources have what the visit needs, for a document of the kind chosen. Lines of a reader were judged when they
 * came. On a passport no barcode counts; on a card a licence's that is well-formed and splits the name, or a copy of the zone.
 */
export function dataOf(
  document: ReadDocument,
  type: DocumentType,
): 'accepted' | 'none' | 'wrong-document' | 'expired' {
  const { reader, page, barcode } = sourcesOf(document);
  if (reader) return 'accepted';
  const candidates: Candidate[] = [];
  if (page) {
    candidates.push({ fits: mayBe(typeOfMrz(page.mrz), type), expiry: page.mrz.fullDates.expiryDate });
  }
  if (barcode?.kind === 'mrz-copy' && type !== 'passport') {
    candidates.push({
      fits: mayBe(typeOfBarcode(barcode), type),
      expiry: barcode.mrz.fullDates.expiryDate,
    });
  }
  if (barcode?.kind === 'aamva' && barcode.valid && barcode.fields.familyName !== undefined) {
    const unsaid = barcode.documentType === null && type === 'identity-card';
    candidates.push({
      fits: unsaid || mayBe(typeOfBarcode(barcode), type),
      expiry: barcode.fullDates.expiryDate,
    });
  }
  if (candidates.length === 0) return 'none';
  const fitting = candidates.filter(({ fits }) => fits);
  if (fitting.length === 0) return 'wrong-document';
  return fitting.some(({ expiry }) => isExpired(expiry, document.at)) ? 'expired' : 'accepted';
}

const OF_THE_ZONE: Readonly<Record<string, ReadingProblem>> = {
  resolution: 'too-small',
  glare: 'glare',
  blur: 'blurred',
  'check-digits': 'check-digits',
};

/** Why no data were found, the side scanned last first. */
export function problemOf(pages: readonly ScannedPage[]): ReadingProblem {
  for (const { findings } of [...pages].reverse()) {
    const problem = findings?.problem ?? OF_THE_ZONE[findings?.zone?.reason ?? ''];
    if (problem) return problem;
  }
  return 'unreadable';
}
