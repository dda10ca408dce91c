import { type FrameParser, part, type StreamStep, streamDecoder } from './stream.ts';
import { asciiOf, bareText, markedText, stx } from './text-frames.ts';

const syn = 0x16;
const statuses = new Set([0x06, 0x05, 0x15]);
const acknowledged = 0x06;
/** Ends a command: stored until power is off, or for good. Between two commands stand a comma or a semicolon. */
const ends = new Set([0x21, 0x2e]);

/**
 * A menu command, as Honeywell and Hand Held Products imagers take it (Serial Programming Commands in their user
 * guides): SYN M CR, the command, `!` for volatile storage.
 *
 * @param command three letters tag, three letters subtag and data, such as `CBRENA?`
 */
export function honeywellMenu(command: string): Uint8Array {
  return Uint8Array.from([syn, 0x4d, 0x0d, ...Buffer.from(`${command}!`, 'latin1')]);
}

/** Pulls the trigger, and lets it go. */
export const honeywellTrigger = Uint8Array.from([syn, 0x54, 0x0d]);
export const honeywellRelease = Uint8Array.from([syn, 0x55, 0x0d]);

/**
 * What an imager sends: text with the next silence, or an answer, which repeats the command with ACK, ENQ (unknown) or
 * NAK (out of range) before its closing mark.
 */
export const honeywellFrames = () => streamDecoder(honeywellFrame);

function* honeywellFrame(): FrameParser {
  const first = yield part;
  yield* first === stx ? markedText() : bareText(first, answer);
}

function answer(before: readonly number[], byte: number): StreamStep | null {
  const status = before.at(-1) ?? 0;
  if (!ends.has(byte) || !statuses.has(status)) return null;
  const text = asciiOf(before);
  const refused = before.some((one) => statuses.has(one) && one !== acknowledged);
  return { kind: 'answer', to: text.slice(0, 6).toUpperCase(), ok: !refused, text };
}
