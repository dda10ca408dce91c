import type { Writable } from 'node:stream';

/** What a command may touch of the outside: three streams, so that tests can stand in for a terminal. */
export interface CliIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  /**
   * Writes to standard output and resolves when the stream can take more.
   * @throws OutputClosed when the reader has gone away; `main` ends quietly on it.
   */
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
}

/** Nobody reads any more, as after `| head`. Not a failure: there is just nothing left to do. */
export class OutputClosed extends Error {}

type Write = (text: string) => Promise<void>;

const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED']);

/**
 * A writer that waits until its text has left the stream's buffer: memory stays flat however slow the reader is, and
 * a full disk is noticed at the last write too.
 */
export function writerFor(stream: Writable): Write {
  // The write's own callback reports every error; the event would otherwise end the process.
  stream.on('error', () => {});
  return (text) =>
    new Promise((resolve, reject) => {
      stream.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
        if (!error) resolve();
        else reject(GONE.has(error.code) ? new OutputClosed('output closed', { cause: error }) : error);
      });
    });
}

/** The streams of this process. */
export function processIo(): CliIo {
  return { stdin: process.stdin, out: writerFor(process.stdout), err: writerFor(process.stderr) };
}
