import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { CodedError } from '../contract/errors.ts';
import { EXIT_OK } from './exit-codes.ts';
import type { CliIo } from './io.ts';

type Answer = Readonly<Record<string, unknown>>;

/**
 * One JSON line for each file, in the order given: what `answerFor` says of its bytes, with the milliseconds it took. A
 * file that cannot be opened is answered with its error, and the rest is still processed.
 * @throws CodedError `input/refused` at the end, when some file could not be opened
 */
export async function eachFile(
  files: readonly string[],
  io: CliIo,
  answerFor: (bytes: Uint8Array) => Answer | Promise<Answer>,
): Promise<number> {
  let refused = 0;
  for (const file of files) {
    const bytes = await readFile(file).catch(() => undefined);
    if (!bytes) {
      refused += 1;
      const error = { code: 'input/file', message: 'the file cannot be opened' };
      await io.out(`${JSON.stringify({ file, error })}\n`);
      continue;
    }
    const before = performance.now();
    const answer = await answerFor(bytes);
    await io.out(`${JSON.stringify({ file, ...answer, ms: Math.round(performance.now() - before) })}\n`);
  }
  if (refused === 0) return EXIT_OK;
  throw new CodedError(
    'input/refused',
    `${refused} of ${files.length} files could not be opened; the output says which`,
  );
}
