import { readLines } from '../read-lines.ts';

/**
 * The JSON objects on the lines of an input, until it ends or `over` resolves; what is no JSON comes as undefined. An
 * input that is still open then keeps the program no longer.
 */
export async function* jsonLines(
  input: AsyncIterable<Uint8Array>,
  over: Promise<void>,
): AsyncGenerator<unknown> {
  const batches = readLines(input)[Symbol.asyncIterator]();
  const ended = over.then(() => null);
  for (;;) {
    const step = await Promise.race([batches.next(), ended]);
    if (step === null) (input as { unref?(): void }).unref?.();
    if (step === null || step.done) return;
    for (const { text, tooLong } of step.value) {
      if (tooLong) yield undefined;
      else if (text.trim()) yield read(text);
    }
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
