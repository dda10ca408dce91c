import { z } from 'zod';
import type { Box, PageReading } from '../documents/page/index.ts';
import type { Pages } from '../ports.ts';
import { askingThread, type ThreadAnswer, type ThreadCall, threadEntry } from './asking-thread.ts';

export type PageWork =
  | { do: 'read'; picture: Uint8Array; today: number }
  | { do: 'turn'; picture: Uint8Array; degrees: 90 | 180 | 270 }
  | { do: 'cut'; picture: Uint8Array; box: Box };
export type PageCall = ThreadCall<PageWork>;
export type PageAnswer = ThreadAnswer;

export interface PageWorkerOptions {
  /** Folder of the net that reads characters. */
  net: string;
  /** The worker's program; found beside this one when not given. */
  entry?: string;
  /** Milliseconds that one picture may take. */
  patience?: number;
}

/** Far more than the slowest machine takes for the largest page; who waits longer has left. */
const usualPatience = 20_000;
/** Megabytes of JavaScript objects; the pixels themselves do not count. */
const heapLimit = 512;

/**
 * Reads pictures in a thread of its own, one at a time. A thread that hangs or ends takes the picture it was at with it and
 * nothing else: the next picture gets a new one.
 */
export function pagesOverWorker(options: PageWorkerOptions): Pages {
  const { net, entry = threadEntry(import.meta.dirname, 'page-worker'), patience = usualPatience } = options;
  const thread = askingThread<PageWork>({
    entry,
    name: 'page',
    workerData: { net },
    patience,
    heapLimit,
    atOnce: true,
  });
  return {
    read: (picture, today) => thread.ask({ do: 'read', picture, today: today.getTime() }, pageReading),
    turn: (picture, degrees) => thread.ask({ do: 'turn', picture, degrees }, file),
    cut: (picture, box) => thread.ask({ do: 'cut', picture, box }, file),
    stop: thread.stop,
  };
}

const file = z.instanceof(Uint8Array);
const fraction = z.number().min(0).max(1);
const pixels = z.number();

/** The worker decodes what strangers made: what it says of a picture is taken as it says it only in this form. */
const pageReading: z.ZodType<PageReading> = z.object({
  zone: z
    .object({
      outcome: z.enum(['read', 'repaired', 'unreadable']),
      lines: z.array(z.string().max(60)).max(3),
      repairs: z
        .array(
          z.object({
            line: z.number().int(),
            position: z.number().int(),
            from: z.string().max(2),
            to: z.string().max(2),
            why: z.enum(['changed', 'doubt']).default('changed'),
          }),
        )
        .max(100),
      confidence: fraction,
      reason: z.enum(['no-zone', 'resolution', 'glare', 'blur', 'check-digits', 'doubtful']).nullable(),
    })
    .nullable(),
  barcodes: z
    .array(
      z.object({
        symbology: z.enum(['PDF417', 'DataMatrix', 'QRCode', 'Aztec']),
        text: z.string().max(8_000),
        bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 8_000),
      }),
    )
    .max(8),
  upright: z
    .object({
      bytes: file,
      width: pixels,
      height: pixels,
      dotsPerInch: z.number().positive(),
      certain: z.boolean(),
      portraitWindow: z.object({ x: pixels, y: pixels, width: pixels, height: pixels }).nullable(),
    })
    .nullable(),
  problem: z.enum(['no-page', 'cut-off', 'too-small', 'glare', 'blurred']).nullable(),
  quality: z.object({ sharpness: fraction, glare: fraction, dotsPerInch: z.number().min(0) }),
});
