export interface InputLine {
  /** Counted from 1, blank lines included, as an editor does. */
  readonly number: number;
  readonly text: string;
  /** Longer than the limit: `text` is empty, and the reading goes on behind it. */
  readonly tooLong: boolean;
}

/** Characters a line may have before it is skipped, so that input without line ends can't fill the memory. */
export const LINE_LIMIT = 65_536;

/**
 * Splits a byte stream at line feeds, a batch per chunk. UTF-8, with or without a byte order mark; CRLF is fine, and
 * the last line needs no end. Memory stays within one chunk and one line.
 */
export async function* readLines(
  input: AsyncIterable<Uint8Array>,
  limit: number = LINE_LIMIT,
): AsyncGenerator<readonly InputLine[]> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = '';
  let overflowed = false;
  const keep = (piece: string): void => {
    if (!overflowed) rest += piece;
    overflowed ||= rest.length > limit;
    if (overflowed) rest = '';
  };
  const take = (piece: string): InputLine => {
    keep(piece);
    number += 1;
    const line = { number, text: rest.endsWith('\r') ? rest.slice(0, -1) : rest, tooLong: overflowed };
    rest = '';
    overflowed = false;
    return line;
  };
  for await (const chunk of input) {
    const pieces = decoder.decode(chunk, { stream: true }).split('\n');
    const open = pieces.pop() ?? '';
    const batch = pieces.map(take);
    keep(open);
    if (batch.length > 0) yield batch;
  }
  keep(decoder.decode());
  if (rest !== '' || overflowed) yield [take('')];
}
