import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ChipError } from '../errors.ts';
import { inspectImage } from './inspect.ts';
import type { Portrait } from './portrait.ts';
import { isAnswer, type WorkerAnswer, type WorkerCall } from './worker-messages.ts';

export interface PortraitDecoder {
  /**
   * Makes an image of a chip one that windows can show. JPEG is passed on as it is, after a look at its header; JPEG
   * 2000 is decoded in a thread of its own and comes back as PNG.
   * @throws ChipError `chip/too-large` for sizes beyond any portrait, before anything is decoded; `chip/unsupported`;
   *   `chip/malformed`, also for an image that takes too long
   */
  decode(image: Uint8Array): Promise<Portrait>;
  stop(): Promise<void>;
}

export interface PortraitDecoderOptions {
  /** Milliseconds that one image may take. */
  readonly patience?: number;
  /** The thread's program; found beside this one when not given. */
  readonly entry?: string;
}

/** A hundred times what a usual portrait takes; a slow machine decodes the largest allowed one within it. */
const USUAL_PATIENCE = 8_000;
/** Megabytes of JavaScript objects; samples do not count. */
const HEAP_LIMIT = 256;

/** The program's source beside this file's, or what both were built to. */
function usualEntry(): string {
  const names = ['portrait-worker.ts', 'portrait-worker.js', '../portrait-worker.js'];
  const places = names.map((name) => join(import.meta.dirname, name));
  return places.find((place) => existsSync(place)) ?? (places[1] as string);
}

/**
 * Decodes one image after the other. The thread is started with the first that needs it, and anew after one that
 * hung.
 */
export function createPortraitDecoder(options: PortraitDecoderOptions = {}): PortraitDecoder {
  const { patience = USUAL_PATIENCE, entry = usualEntry() } = options;
  let worker: Worker | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let calls = 0;

  const start = (): Worker => {
    const started = new Worker(entry, {
      // The host's own flags, such as a debugger's port, are not the thread's.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT },
    });
    const gone = (): void => {
      if (worker === started) worker = null;
    };
    started.on('error', gone);
    started.on('exit', gone);
    started.unref();
    return started;
  };

  const ask = (image: Uint8Array): Promise<WorkerAnswer> =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const busy = worker;
      calls += 1;
      const id = calls;
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        busy.off('message', heard);
        busy.off('error', ended);
        busy.off('exit', ended);
        finish();
      };
      const heard = (raw: unknown): void => {
        if (isAnswer(raw) && raw.id === id) settle(() => resolve(raw));
      };
      const ended = (cause?: unknown): void =>
        settle(() => reject(new ChipError('chip/malformed', 'decoding the image failed', { cause })));
      const timer = setTimeout(() => {
        if (worker === busy) worker = null;
        settle(() => reject(new ChipError('chip/malformed', 'decoding the image took too long')));
        void busy.terminate();
      }, patience);
      busy.on('message', heard);
      busy.on('error', ended);
      busy.on('exit', ended);
      busy.postMessage({ id, image: image.slice() } satisfies WorkerCall);
    });

  const decodeJpeg2000 = (image: Uint8Array): Promise<WorkerAnswer> => {
    const next = tail.then(() => ask(image));
    tail = next.catch(() => {});
    return next;
  };

  return {
    async decode(image) {
      const { format, width, height } = inspectImage(image);
      if (format === 'jpeg') {
        return { bytes: image, mediaType: 'image/jpeg', width, height, source: 'jpeg', decoder: null };
      }
      const answer = await decodeJpeg2000(image);
      if (!answer.good) throw new ChipError('chip/malformed', 'the image cannot be decoded');
      const { png, decoder } = answer;
      return { bytes: png, mediaType: 'image/png', width, height, source: 'jpeg2000', decoder };
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
