/** What a parser asks for next: so many bytes, or a line that ends with LF (given without it and without CR). */
export type Wanted = { bytes: number } | { line: number };

/**
 * A parser that asks for what it needs and is given exactly that. It bounds its memory by what it asks for: `line` is
 * the longest line it takes; a longer one is handed over cut, and the parser refuses it.
 */
export type PullParser<Result> = Generator<Wanted, Result, Uint8Array<ArrayBuffer>>;

export interface Puller<Result> {
  /** What these bytes complete. Each result begins the parser anew. */
  push(bytes: Uint8Array): Result[];
  /** True while something has begun and is not whole. */
  readonly pending: boolean;
  /** What has come behind the last result. */
  readonly held: number;
  reset(): void;
}

const lf = 0x0a;
const cr = 0x0d;

export function puller<Result>(parser: () => PullParser<Result>): Puller<Result> {
  let running: PullParser<Result> | null = null;
  let wanted: Wanted = { bytes: 0 };
  let parts: Uint8Array[] = [];
  let held = 0;

  const take = (length: number): Uint8Array<ArrayBuffer> => {
    const taken = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const part = parts[0]!;
      const used = part.subarray(0, length - at);
      taken.set(used, at);
      at += used.length;
      if (used.length === part.length) parts.shift();
      else parts[0] = part.subarray(used.length);
    }
    held -= length;
    return taken;
  };
  const lineEnd = (): number => {
    let before = 0;
    for (const part of parts) {
      const at = part.indexOf(lf);
      if (at >= 0) return before + at;
      before += part.length;
    }
    return -1;
  };
  /** The piece that was asked for, or null when it is not there yet. */
  const next = (): Uint8Array<ArrayBuffer> | null => {
    if ('bytes' in wanted) return held >= wanted.bytes ? take(wanted.bytes) : null;
    const end = lineEnd();
    if (end < 0 || end > wanted.line) return held > wanted.line ? take(wanted.line + 1) : null;
    const line = take(end + 1).subarray(0, end);
    return line.at(-1) === cr ? line.subarray(0, -1) : line;
  };
  return {
    push(bytes) {
      if (bytes.length > 0) parts.push(bytes);
      held += bytes.length;
      const results: Result[] = [];
      while (running || held > 0) {
        if (!running) {
          running = parser();
          const first = running.next();
          // A parser asks for something before it knows anything.
          if (first.done) break;
          wanted = first.value;
        }
        const piece = next();
        if (!piece) break;
        const step = running.next(piece);
        if (step.done) {
          running = null;
          results.push(step.value);
        } else {
          wanted = step.value;
        }
      }
      return results;
    },
    get pending() {
      return running !== null;
    },
    get held() {
      return held;
    },
    reset() {
      running = null;
      parts = [];
      held = 0;
    },
  };
}
