import { z } from 'zod';
import { check, deviceFault, documentField, documentType, readingProblem } from '../../contract/index.ts';

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** What was found in the picture of one side. */
const pageRead = {
  /** The scanned picture that was examined. */
  page: z.string(),
  /** The side alone, straightened; null when none could be cut out of the picture. */
  uprightRef: z.string().nullable(),
  zone: z
    .object({
      outcome: z.enum(['read', 'repaired', 'unreadable']),
      /** Empty when unreadable: a guess is not data. */
      lines: z.array(z.string()),
      repairs: z.array(
        z.object({
          line: z.number(),
          position: z.number(),
          from: z.string(),
          to: z.string(),
          /** `doubt`: nothing was changed, and nothing printed would settle which of the two it is. */
          why: z.enum(['changed', 'doubt']).default('changed'),
        }),
      ),
      /** Least probability of a character, 0 to 1. */
      confidence: z.number(),
      reason: z.string().nullable(),
    })
    .nullable(),
  barcodes: z.array(
    z.object({
      symbology: z.string(),
      text: z.string(),
      /** Base64. */
      bytes: z.string(),
    }),
  ),
  /** `unreadable` when the picture could not be examined at all. */
  problem: z.enum(['no-page', 'cut-off', 'too-small', 'glare', 'blurred', 'unreadable']).nullable(),
  quality: z.object({ sharpness: z.number(), glare: z.number(), dotsPerInch: z.number() }),
  /** The zone said which way is up; without one the side may stand on any of its four edges. */
  certain: z.boolean(),
  /** Where on the upright side the portrait stands, in its pixels; null when its geometry does not tell. */
  portraitWindow: box.nullable(),
};
const pageReadBody = z.object(pageRead);
export type PageReadBody = z.infer<typeof pageReadBody>;

const name = z.string().max(200);
/** What was read from the chip. */
const chipRead = {
  at: z.number(),
  checks: z.array(check),
  /** Lines of DG1; null when it could not be read. */
  zone: z.array(z.string()).nullable(),
  /** From DG11, in the state's own characters; null where it has none. */
  names: z.object({ familyName: name, givenNames: name }).nullable(),
  portraitRef: z.string().nullable(),
  /** The files as they were read, where the profile keeps them. */
  files: z.array(z.object({ group: z.number().int(), ref: z.string() })),
};
const chipReadBody = z.object(chipRead);
export type ChipReadBody = z.infer<typeof chipReadBody>;

/** What happens to the document in a visit: its choice, its reading from several sources, its submission. */
export const documentEvents = [
  z.object({ type: z.literal('DocumentChosen'), country: z.string(), documentType }),
  z.object({
    type: z.literal('DocumentLinesRead'),
    source: z.string(),
    lines: z.array(z.string()),
    at: z.number(),
  }),
  /** From a barcode reader; what the page's picture shows of barcodes is in `PageRead`. */
  z.object({
    type: z.literal('BarcodeRead'),
    source: z.string(),
    text: z.string(),
    aim: z.string().nullable(),
    at: z.number(),
  }),
  z.object({
    type: z.literal('DocumentReadRejected'),
    problem: readingProblem,
    fault: deviceFault.nullable(),
    /** What was read of the document before stays: only this try was in vain. */
    kept: z.boolean().default(false),
  }),
  /** The visitor says that the document, or its other side, lies on the scanner. */
  z.object({ type: z.literal('PageRequested'), at: z.number() }),
  z.object({
    type: z.literal('PageScanned'),
    source: z.string(),
    ref: z.string(),
    mediaType: z.string(),
    dotsPerInch: z.number(),
  }),
  z.object({ type: z.literal('PageNotScanned'), reason: z.string() }),
  z.object({ type: z.literal('PageRead'), ...pageRead }),
  z.object({
    type: z.literal('PortraitCropped'),
    ref: z.string(),
    checks: z.array(check),
    /** The side as it stands upright, when it had to be turned for that. */
    uprightRef: z.string().nullable().default(null),
  }),
  z.object({ type: z.literal('PortraitMissing'), reason: z.string() }),
  z.object({ type: z.literal('SideSkipped') }),
  /** The chip was read to its end and judged; what speaks against it is in its checks. */
  z.object({ type: z.literal('ChipRead'), ...chipRead }),
  z.object({ type: z.literal('ChipNotRead'), reason: z.string() }),
  /** The visitor goes on without the chip. */
  z.object({ type: z.literal('ChipSkipped') }),
  z.object({ type: z.literal('DocumentSetAside') }),
  z.object({
    type: z.literal('DocumentSubmitted'),
    checks: z.array(check),
    /** The fields that the visitor was asked to compare with the document, and did. */
    confirmed: z.array(documentField).default([]),
  }),
] as const;
