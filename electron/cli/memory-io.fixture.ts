import { type CliIo, OutputClosed } from './io.ts';

export interface MemoryIo extends CliIo {
  readonly written: { out: string; err: string };
}

/**
 * Streams in memory, for tests.
 * @param chunks standard input, in the pieces it is to arrive in.
 * @param closesAfter characters after which nobody reads standard output any more.
 */
export function memoryIo(
  chunks: readonly (string | Uint8Array)[] = [],
  closesAfter = Number.POSITIVE_INFINITY,
): MemoryIo {
  const written = { out: '', err: '' };
  async function* stdin(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
  }
  return {
    written,
    stdin: stdin(),
    async out(text) {
      if (written.out.length >= closesAfter) throw new OutputClosed('output closed');
      written.out += text;
    },
    async err(text) {
      written.err += text;
    },
  };
}
