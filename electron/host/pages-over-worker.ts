import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { CodedError } from '../contract/index.ts';
import type { Box, PageReading } from './documents/page/index.ts';
import type { Pages } from './ports.ts';

export type PageWork =
  | { do: 'read'; picture: Uint8Array; today: number }
  | { do: 'turn'; picture: Uint8Array; degrees: 90 | 180 | 270 }
  | { do: 'cut'; picture: Uint8Array; box: Box };
export interface PageCall {
  id: number;
  work: PageWork;
}
export type PageAnswer = { id: number; value: unknown } | { id: number; error: string };

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
  const { net, entry = workerEntry(), patience = usualPatience } = options;
  let worker: Worker | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let calls = 0;
  let stopped = false;

  const start = (): Worker => {
    const started = new Worker(entry, {
      workerData: { net },
      // The host's own flags, such as a debugger's port, are not the thread's.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapLimit },
    });
    started.unref();
    const gone = () => {
      if (worker === started) worker = null;
    };
    started.on('error', gone);
    started.on('exit', gone);
    return started;
  };

  const ask = (work: PageWork) =>
    new Promise<unknown>((resolve, reject) => {
      if (stopped) return reject(new CodedError('page/stopped', 'the host is stopping'));
      worker ??= start();
      const busy = worker;
      calls += 1;
      const id = calls;
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        busy.off('message', heard);
        busy.off('error', ended);
        busy.off('exit', ended);
        finish();
      };
      const heard = (raw: unknown) => {
        const said = answer.safeParse(raw);
        if (!said.success || said.data.id !== id) return;
        const { data } = said;
        settle(() =>
          'error' in data
            ? reject(new CodedError(codeOf(data.error), 'the picture could not be read'))
            : resolve(data.value),
        );
      };
      const ended = (cause?: unknown) =>
        settle(() => reject(new CodedError('page/worker-ended', 'the page reader ended', { cause })));
      const timer = setTimeout(() => {
        if (worker === busy) worker = null;
        settle(() => reject(new CodedError('page/worker-hung', 'the page reader did not answer in time')));
        void busy.terminate();
      }, patience);
      busy.on('message', heard);
      busy.on('error', ended);
      busy.on('exit', ended);
      busy.postMessage({ id, work } satisfies PageCall);
    });

  const inTurn = <Value>(work: PageWork, schema: z.ZodType<Value>): Promise<Value> => {
    const next = tail.then(() => ask(work)).then((value) => checked(value, schema));
    tail = next.catch(() => {});
    return next;
  };

  // Ready before the first visitor is.
  worker = start();

  return {
    read: (picture, today) => inTurn({ do: 'read', picture, today: today.getTime() }, pageReading),
    turn: (picture, degrees) => inTurn({ do: 'turn', picture, degrees }, file),
    cut: (picture, box) => inTurn({ do: 'cut', picture, box }, file),
    async stop() {
      stopped = true;
      await worker?.terminate();
    },
  };
}

/** The program's source beside this file's, or what both were built to. */
function workerEntry(): string {
  const here = import.meta.dirname;
  const places = ['page-worker.ts', 'page-worker.js', '../page-worker.js'].map((name) => join(here, name));
  return places.find((place) => existsSync(place)) ?? join(here, 'page-worker.js');
}

function checked<Value>(value: unknown, schema: z.ZodType<Value>): Value {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new CodedError('page/malformed', 'the page reader answered in another form', { cause: read.error });
}

/** A code, and nothing that a picture may have brought into it. */
const codeOf = (said: string): string =>
  /^[a-z-]{1,30}\/[a-z-]{1,30}$/.test(said) ? said : 'page/malformed';

const answer = z.union([
  z.object({ id: z.number(), error: z.string() }),
  z.object({ id: z.number(), value: z.unknown() }),
]);

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
