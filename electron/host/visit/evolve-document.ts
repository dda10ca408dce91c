import { type BarcodePayload, readBarcode } from '../documents/barcode/index.ts';
import { type Mrz, parseMrz } from '../documents/mrz/index.ts';
import { bestBarcode, emptyDocument, isBlank, type PageFindings, type ReadDocument } from './document.ts';
import type { PageReadBody } from './document-events.ts';
import type { VisitEvent } from './events.ts';
import { mergeChecks } from './merge-checks.ts';
import { stageOf } from './stage.ts';
import type { Visit } from './state.ts';

export type ReadingEvent = Extract<
  VisitEvent,
  {
    type:
      | 'DocumentLinesRead'
      | 'BarcodeRead'
      | 'DocumentReadRejected'
      | 'PageRequested'
      | 'PageScanned'
      | 'PageNotScanned'
      | 'PageRead'
      | 'PortraitCropped'
      | 'PortraitMissing'
      | 'SideSkipped'
      | 'ChipRead'
      | 'ChipNotRead'
      | 'ChipSkipped'
      | 'DocumentSetAside';
  }
>;

const mostPages = 2;

/** Folds what happens between the first touch of a reader and the review. */
export function applyReading(visit: Visit, event: ReadingEvent): Visit {
  return settled(folded(visit, event));
}

function folded(visit: Visit, event: ReadingEvent): Visit {
  const { document } = visit;
  switch (event.type) {
    case 'DocumentLinesRead': {
      const mrz = parseMrz(event.lines, { today: new Date(event.at) });
      if (mrz.kind !== 'mrz') return visit;
      const begun = begin(visit, event.at);
      const scan = begun.document.pages.length === 0 && begun.document.missing === null;
      const read = changed(begun, {
        lines: { source: event.source, mrz },
        ...(scan && !begun.document.scanning
          ? { scanning: 'by-itself' as const, scans: begun.document.scans + 1 }
          : {}),
      });
      return { ...read, documentAttempts: visit.documentAttempts + 1 };
    }
    case 'BarcodeRead': {
      const begun = begin(visit, event.at);
      const result = readBarcode({ text: event.text }, { today: new Date(begun.document.at) });
      return changed(begun, {
        barcode: bestBarcode(begun.document.barcode, [{ source: event.source, page: null, result }]),
      });
    }
    case 'DocumentReadRejected':
      return {
        ...visit,
        document: event.kept && document ? remains(document) : null,
        documentAttempts: visit.documentAttempts + (isAttempt(visit, event) ? 1 : 0),
        readingProblem: { problem: event.problem, fault: event.fault },
      };
    case 'PageRequested': {
      const begun = begin(visit, event.at);
      const { portrait, scans } = begun.document;
      // A portrait that was missing on one side is looked for on the other.
      return changed(begun, {
        scanning: 'asked',
        scans: scans + 1,
        portrait: portrait && 'ref' in portrait ? portrait : null,
      });
    }
    case 'PageScanned': {
      if (!document) return visit;
      const { ref, mediaType, dotsPerInch } = event;
      const asked = document.scanning === 'asked';
      const page = { ref, mediaType, dotsPerInch, asked, uprightRef: null, findings: null };
      return changed(
        { ...visit, document },
        { pages: [...document.pages, page].slice(0, mostPages), scanning: null },
      );
    }
    case 'PageNotScanned': {
      if (!document) return visit;
      const portrait = document.portrait && 'ref' in document.portrait ? document.portrait : null;
      return changed(
        { ...visit, document },
        { scanning: null, missing: event.reason, portrait: portrait ?? { missing: event.reason } },
      );
    }
    case 'PageRead': {
      if (!document?.pages.some(({ ref, findings }) => ref === event.page && !findings)) return visit;
      const today = new Date(document.at);
      const pages = document.pages.map((page) =>
        page.ref === event.page && !page.findings
          ? { ...page, uprightRef: event.uprightRef, findings: findingsOf(event, today) }
          : page,
      );
      const barcodes = event.barcodes.map((one) => ({
        source: 'page',
        page: event.page,
        result: readBarcode(payloadOf(one), { today }),
      }));
      return changed({ ...visit, document }, { pages, barcode: bestBarcode(document.barcode, barcodes) });
    }
    case 'PortraitCropped': {
      if (!document) return visit;
      const pages = examined(document).map((page, index, all) =>
        event.uprightRef !== null && index === all.length - 1
          ? { ...page, uprightRef: event.uprightRef }
          : page,
      );
      return {
        ...visit,
        document: {
          ...document,
          pages,
          portrait: { ref: event.ref, page: pages.at(-1)?.ref ?? null },
        },
        checks: mergeChecks(visit.checks, event.checks),
      };
    }
    case 'PortraitMissing': {
      if (!document) return visit;
      // An empty plate is not a side of the document.
      const pages = examined(document).filter((page) => !isBlank(page));
      return {
        ...withoutPortrait(visit),
        document: { ...document, pages, portrait: { missing: event.reason } },
      };
    }
    case 'SideSkipped':
      return document ? { ...visit, document: { ...document, skipped: true } } : visit;
    case 'ChipRead': {
      if (!document) return visit;
      const { checks, names, portraitRef, files } = event;
      const mrz = event.zone && parseMrz(event.zone, { today: new Date(document.at) });
      const zone = mrz?.kind === 'mrz' && mrz.valid ? mrz : null;
      return { ...visit, document: { ...document, chip: { mrz: zone, checks, names, portraitRef, files } } };
    }
    case 'ChipNotRead':
      return document ? { ...visit, document: { ...document, chip: { missing: event.reason } } } : visit;
    case 'ChipSkipped':
      return document ? { ...visit, document: { ...document, chip: { missing: 'skipped' } } } : visit;
    case 'DocumentSetAside':
      return { ...withoutPortrait(givenUp(visit)), readingProblem: null, step: 'document-reading' };
  }
}

/**
 * Whether a try in vain counts. A cable pulled out is not the visitor's attempt; and who has read their lines, which counted
 * then, may try the rest of the document as often as they like.
 */
export function isAttempt(
  { document }: Visit,
  event: Pick<Extract<ReadingEvent, { type: 'DocumentReadRejected' }>, 'fault' | 'kept'>,
): boolean {
  return !event.fault && !(event.kept && document?.lines);
}

/** The visit without the document it was at; a reading that was begun counts, whether it came to its end or not. */
export function givenUp(visit: Visit): Visit {
  const uncounted = visit.step === 'document-reading' && visit.document !== null && !visit.document.lines;
  return { ...visit, document: null, documentAttempts: visit.documentAttempts + (uncounted ? 1 : 0) };
}

/** The visit's document, or a new one, with no trouble told of. */
function begin(visit: Visit, at: number): Visit & { document: ReadDocument } {
  const document = visit.document ?? emptyDocument(at);
  const readings = visit.readings + (visit.document ? 0 : 1);
  return { ...visit, document, readings, readingProblem: null };
}

function changed(visit: Visit & { document: ReadDocument }, changes: Partial<ReadDocument>): Visit {
  return { ...visit, document: { ...visit.document, ...changes } };
}

/** What is left of a document after a try in vain; null when that is nothing. */
function remains(document: ReadDocument): ReadDocument | null {
  const pages = document.pages.filter((page) => !isBlank(page));
  if (!document.lines && !document.barcode && pages.length === 0) return null;
  const portrait = document.portrait ?? (pages.length > 0 ? { missing: 'not-on-this-side' } : null);
  return { ...document, pages, portrait, scanning: null };
}

/** A reading has its end in the review; lines were counted as an attempt when they came. */
function settled(visit: Visit): Visit {
  if (visit.step !== 'document-reading' || stageOf(visit).at !== 'complete') return visit;
  const { document, documentAttempts } = visit;
  return {
    ...visit,
    step: 'document-review',
    documentAttempts: documentAttempts + (document?.lines ? 0 : 1),
  };
}

/** Logs of before pages were examined know their portrait and nothing else of them. */
function examined({ pages }: ReadDocument): ReadDocument['pages'] {
  return pages.map((page) => (page.findings ? page : { ...page, findings: unexamined }));
}

const unexamined: PageFindings = {
  zone: null,
  problem: 'unreadable',
  quality: { sharpness: 0, glare: 0, dotsPerInch: 0 },
  certain: false,
  portraitWindow: null,
};

function findingsOf(
  { zone, problem, quality, certain, portraitWindow }: PageReadBody,
  today: Date,
): PageFindings {
  return {
    zone: zone && {
      outcome: zone.outcome,
      repairs: zone.repairs,
      confidence: zone.confidence,
      reason: zone.reason,
      mrz: mrzOf(zone, today),
    },
    problem,
    quality,
    certain,
    portraitWindow,
  };
}

function mrzOf(zone: NonNullable<PageReadBody['zone']>, today: Date): Mrz | null {
  // One that was repaired and does not say where is not to pass for one that was not.
  if (zone.outcome === 'unreadable' || (zone.outcome === 'repaired') !== zone.repairs.length > 0) return null;
  const mrz = parseMrz(zone.lines, { today });
  return mrz.kind === 'mrz' && mrz.valid ? mrz : null;
}

function payloadOf({ text, bytes }: PageReadBody['barcodes'][number]): BarcodePayload {
  return { text, bytes: Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)) };
}

/** What was said of an earlier document's portrait is not said of this one. */
function withoutPortrait(visit: Visit): Visit {
  return { ...visit, checks: visit.checks.filter((one) => one.check !== 'portrait-quality') };
}
