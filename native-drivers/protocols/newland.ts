import {
  answerPart,
  type FrameParser,
  malformed,
  part,
  type StreamStep,
  silence,
  streamDecoder,
} from './stream.ts';
import { asciiOf, bareText, etx, markedText, stx } from './text-frames.ts';

const soh = 0x01;
const acknowledged = 0x06;
const refusals = new Set([0x05, 0x15]);
const maxAnswer = 4096;

/**
 * A command as Newland scanners take it ("Use of Programming Command" in their user guides): 7E 01 and `0000`, `@` for
 * permanent or `#` for temporary storage, the command, `;` and ETX.
 */
export function newlandCommand(command: string, storage: '@' | '#' = '#'): Uint8Array {
  return Uint8Array.from([0x7e, soh, ...Buffer.from(`0000${storage}${command};`, 'latin1'), etx]);
}

/** Pulls the trigger, and lets it go. */
export const newlandTrigger = newlandCommand('SCNTRG1', '@');
export const newlandRelease = newlandCommand('SCNTRG0', '@');

/**
 * What a scanner sends: text with the next silence or between STX and ETX, or an answer: 02 01 and `0000`, then the
 * command repeated with ACK, ENQ or NAK before each of its marks, and ETX.
 */
export const newlandFrames = () => streamDecoder(newlandFrame);

function* newlandFrame(): FrameParser {
  const first = yield part;
  if (first !== stx) return yield* bareText(first);
  const second = yield part;
  if (second !== soh) return yield* markedText(second);
  const answer: number[] = [];
  for (;;) {
    const byte = yield answerPart;
    if (byte === etx) yield answerOf(answer);
    if (byte !== silence) answer.push(byte);
    if (answer.length > maxAnswer) yield malformed('too-long');
  }
}

function answerOf(bytes: readonly number[]): StreamStep {
  const text = asciiOf(bytes);
  const read = /^0000[@#](.{0,6})/.exec(text);
  if (!read) return malformed('no-answer');
  const ok = bytes.includes(acknowledged) && !bytes.some((byte) => refusals.has(byte));
  return { kind: 'answer', to: (read[1] ?? '').toUpperCase(), ok, text: text.slice(5) };
}
