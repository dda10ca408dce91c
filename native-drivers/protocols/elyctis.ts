import {
  answerPart,
  type FrameParser,
  malformed,
  part,
  type StreamStep,
  silence,
  streamDecoder,
} from './stream.ts';
import { asciiOf, messageOf } from './text-frames.ts';

/**
 * The command set of Elyctis IDBOX readers (IDBOX One, Scanner Command Set v1.7): a command letter, two bytes of length
 * with the high one first, and that many bytes. The reader answers in the same form under the same letter.
 */
export const elyctisCommands = {
  /** What the reader makes of the zone that lies in it. */
  inquire: frameOf('I'),
  /** Reads whatever is put in. The mode ends with each reading and has to be asked for again. */
  continuous: frameOf('C', [1]),
  endContinuous: frameOf('C', [0]),
  version: frameOf('V'),
} as const;

/** What the reader makes of the zone, and of a document with one line. */
const readings = new Set(['I', 'L']);
/** Letters of the set that a reader answers with; any other first byte is no frame of it. */
const letters = new Set([...readings, 'C', 'V', 'W', 'R', 'T']);
const maxLength = 1024;

export const elyctisFrames = () => streamDecoder(elyctisFrame);

function* elyctisFrame(): FrameParser {
  const letter = String.fromCharCode(yield part);
  if (!letters.has(letter)) yield malformed('no-command');
  const going = readings.has(letter) ? part : answerPart;
  const length = (yield* byteOf(going)) * 256 + (yield* byteOf(going));
  if (length > maxLength) yield malformed('too-long');
  const data: number[] = [];
  while (data.length < length) data.push(yield* byteOf(going));
  if (readings.has(letter) && length > 0) yield messageOf(data);
  yield { kind: 'answer', to: letter, ok: true, text: asciiOf(data) };
}

/** The length decides where a frame ends, not a silence. */
function* byteOf(going: StreamStep): Generator<StreamStep, number, number> {
  for (;;) {
    const byte = yield going;
    if (byte !== silence) return byte;
  }
}

function frameOf(letter: string, data: readonly number[] = []): Uint8Array {
  return Uint8Array.from([letter.charCodeAt(0), data.length >> 8, data.length & 0xff, ...data]);
}
