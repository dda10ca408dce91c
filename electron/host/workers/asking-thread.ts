import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { CodedError } from '../../contract/index.ts';

export interface ThreadCall<Work> {
  id: number;
  work: Work;
}
export type ThreadAnswer = { id: number; value: unknown } | { id: number; error: string };

export interface ThreadOptions {
  /** Path of its program. */
  entry: string;
  /** What its errors are called: `page` gives `page/worker-hung`. */
  name: string;
  workerData?: unknown;
  /** Milliseconds that one piece of work may take. */
  patience: number;
  /** Megabytes of JavaScript objects. */
  heapLimit: number;
  /** Started now, so that it is ready before the first visitor is; else with its first work. */
  atOnce?: boolean;
}

export interface AskingThread<Work> {
  /**
   * One piece of work after the other, in the order asked; the answer is believed only in the form of `schema`.
   * @throws CodedError `<name>/worker-hung`, `<name>/worker-ended`, `<name>/stopped`, `<name>/malformed`, or what the thread said
   */
  ask<Value>(work: Work, schema: z.ZodType<Value>): Promise<Value>;
  stop(): Promise<void>;
}

/**
 * A thread of its own for work that may hang or break on what strangers made. One that does takes the piece it was at with
 * it and nothing else: the next piece gets a new thread.
 */
export function askingThread<Work>(options: ThreadOptions): AskingThread<Work> {
  const { name, patience } = options;
  let worker: Worker | null = null;
  let tail: Promise<unknown> = Promise.resolve();
  let calls = 0;
  let stopped = false;

  const start = (): Worker => {
    const started = new Worker(options.entry, {
      workerData: options.workerData,
      // The host's own flags, such as a debugger's port, are not the thread's.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: options.heapLimit },
    });
    started.unref();
    const gone = () => {
      if (worker === started) worker = null;
    };
    started.on('error', gone);
    started.on('exit', gone);
    return started;
  };

  const send = (work: Work) =>
    new Promise<unknown>((resolve, reject) => {
      if (stopped) return reject(new CodedError(`${name}/stopped`, 'the host is stopping'));
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
            ? reject(new CodedError(codeOf(data.error, name), 'the thread could not do it'))
            : resolve(data.value),
        );
      };
      const ended = (cause?: unknown) =>
        settle(() => reject(new CodedError(`${name}/worker-ended`, 'the thread ended', { cause })));
      const timer = setTimeout(() => {
        if (worker === busy) worker = null;
        settle(() => reject(new CodedError(`${name}/worker-hung`, 'the thread did not answer in time')));
        void busy.terminate();
      }, patience);
      busy.on('message', heard);
      busy.on('error', ended);
      busy.on('exit', ended);
      busy.postMessage({ id, work } satisfies ThreadCall<Work>);
    });

  if (options.atOnce) worker = start();

  return {
    ask(work, schema) {
      const next = tail
        .then(() => send(work))
        .then((value) => {
          const read = schema.safeParse(value);
          if (read.success) return read.data;
          throw new CodedError(`${name}/malformed`, 'the thread answered in another form', {
            cause: read.error,
          });
        });
      tail = next.catch(() => {});
      return next;
    },
    async stop() {
      stopped = true;
      await worker?.terminate();
    },
  };
}

/** A thread's program by its name: the source beside whoever starts it, or what both were built to. */
export function threadEntry(here: string, name: string): string {
  const places = [`${name}.ts`, `${name}.js`, `../${name}.js`].map((file) => join(here, file));
  return places.find((place) => existsSync(place)) ?? join(here, `${name}.js`);
}

/** A code, and nothing that what was worked on may have brought into it. */
const codeOf = (said: string, name: string): string =>
  /^[a-z-]{1,30}\/[a-z-]{1,30}$/.test(said) ? said : `${name}/malformed`;

const answer = z.union([
  z.object({ id: z.number(), error: z.string() }),
  z.object({ id: z.number(), value: z.unknown() }),
]);
