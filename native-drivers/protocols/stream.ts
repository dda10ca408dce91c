import type { DecodeStep } from './decoder.ts';

/** What some bytes of a stream did. Beside what a frame can do, a device may answer what it was asked. */
export type StreamStep =
  | Exclude<DecodeStep, { kind: 'part' }>
  /** Something has begun or goes on; `of: 'answer'` when it is known to be no reading. */
  | { kind: 'part'; of?: 'answer' }
  | { kind: 'answer'; to: string; ok: boolean; text: string };

/**
 * A parser of one frame: at each `yield` it takes the next byte, or {@link silence}, and hands out what that did.
 * `part` keeps it going; any other step ends the frame, and the next byte begins a new one.
 */
export type FrameParser = Generator<StreamStep, void, number>;

/** Given to a parser instead of a byte when the line has been quiet; a frame without an end mark ends with it. */
export const silence = -1;

export const part: StreamStep = { kind: 'part' };
export const answerPart: StreamStep = { kind: 'part', of: 'answer' };
export const malformed = (reason: string): StreamStep => ({ kind: 'malformed', reason });

/** Cuts a stream of bytes into messages. It never throws, whatever comes, and holds one message of bounded size. */
export interface StreamDecoder {
  /** The steps these bytes make; one chunk may end a message and begin the next. */
  push(bytes: Uint8Array): Generator<StreamStep>;
  /** The line has been quiet for as long as it is between two messages; null when that means nothing. */
  quiet(): StreamStep | null;
  /** True while a message has begun and is not whole. */
  readonly pending: boolean;
  reset(): void;
}

export function streamDecoder(parser: () => FrameParser): StreamDecoder {
  let frame: FrameParser | null = null;
  const take = (byte: number): StreamStep => {
    if (!frame) {
      frame = parser();
      // Runs to the first yield, where it waits for the byte.
      frame.next();
    }
    const step = frame.next(byte).value ?? malformed('unfinished');
    if (step.kind !== 'part') frame = null;
    return step;
  };
  return {
    *push(bytes) {
      let last: StreamStep = part;
      for (const byte of bytes) {
        last = take(byte);
        if (last.kind !== 'part') yield last;
      }
      if (frame) yield last;
    },
    quiet() {
      if (!frame) return null;
      const step = take(silence);
      return step.kind === 'part' ? null : step;
    },
    get pending() {
      return frame !== null;
    },
    reset() {
      frame = null;
    },
  };
}
