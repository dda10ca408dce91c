/** Takes a place among those that read something large; null when there is none, else what gives it back. */
export type TakePlace = () => (() => void) | null;

export type LimitedText = { text: string } | { refused: 'too-large' | 'busy' };

/**
 * Reads a body as UTF-8, never more of it than `limit` bytes.
 * @param small bytes up to which it is read without a place
 */
export async function limitedText(
  request: Request,
  limit: number,
  small = limit,
  takePlace: TakePlace = () => null,
): Promise<LimitedText> {
  if (request.body === null) return { text: '' };
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let giveBack: (() => void) | null = null;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text: Buffer.concat(chunks).toString('utf8') };
      size += value.byteLength;
      const tooLarge = size > limit;
      if (!tooLarge && size > small) giveBack ??= takePlace();
      if (tooLarge || (size > small && giveBack === null)) {
        await reader.cancel().catch(() => {});
        return { refused: tooLarge ? 'too-large' : 'busy' };
      }
      chunks.push(value);
    }
  } finally {
    giveBack?.();
  }
}
