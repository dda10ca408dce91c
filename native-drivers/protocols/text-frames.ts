import { type FrameParser, malformed, part, type StreamStep, silence, streamDecoder } from './stream.ts';

export const stx = 0x02;
export const etx = 0x03;
/** A licence's barcode holds about 1 kB, a machine readable zone under 100 bytes; over this it is no document. */
const maxMessage = 8192;

/**
 * Text that is sent unasked, as page-edge readers and barcode readers do: between STX and ETX where the first byte is
 * STX, else from any byte to the next silence. Lines inside stay as they are; `readTextMessage` parts them.
 */
export const textFrames = () => streamDecoder(textFrame);

export function* textFrame(): FrameParser {
  const first = yield part;
  yield* first === stx ? markedText() : bareText(first);
}

/**
 * From behind STX to ETX. Silence does not end it: a reader may pause between two lines.
 *
 * @param first the byte behind STX, when it has been taken already
 */
export function* markedText(first?: number): FrameParser {
  const message: number[] = [];
  for (let byte = first ?? (yield part); ; byte = yield part) {
    if (byte === etx) yield messageOf(message);
    if (byte !== silence) message.push(byte);
    if (message.length > maxMessage) yield malformed('too-long');
  }
}

/**
 * From its first byte to the next silence.
 *
 * @param read looks at every byte with those before it, and may find that it ends something else than text
 */
export function* bareText(
  first: number,
  read: (before: readonly number[], byte: number) => StreamStep | null = () => null,
): FrameParser {
  const message: number[] = [];
  for (let byte = first; ; byte = yield part) {
    if (byte === silence) yield messageOf(message);
    const other = read(message, byte);
    if (other) yield other;
    message.push(byte);
    if (message.length > maxMessage) yield malformed('too-long');
  }
}

export function messageOf(bytes: readonly number[]): StreamStep {
  return { kind: 'message', bytes: Uint8Array.from(bytes), symbology: '' };
}

export function asciiOf(bytes: readonly number[]): string {
  return String.fromCharCode(...bytes.filter((byte) => byte >= 0x20 && byte < 0x7f));
}
