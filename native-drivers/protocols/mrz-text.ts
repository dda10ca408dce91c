const stx = 0x02;
const etx = 0x03;
const lf = 0x0a;
const cr = 0x0d;
const maxLines = 8;
const maxLineLength = 200;

export type TextMessage = { lines: string[] } | { problem: 'empty' | 'unprintable' | 'too-long' };

/**
 * The lines of one message as the reader sent them: STX, ETX, CR and LF removed, nothing corrected and nothing cut
 * in two; a reader that runs both lines together yields one line of 88 characters. Byte values outside printable
 * ASCII are no text of a document reader, and the message is refused whole.
 */
export function readTextMessage(bytes: Uint8Array): TextMessage {
  const lines: string[] = [];
  let line = '';
  const end = () => {
    if (line) lines.push(line);
    line = '';
  };
  for (const byte of bytes) {
    if (byte === cr || byte === lf || byte === stx || byte === etx) {
      end();
      if (lines.length > maxLines) return { problem: 'too-long' };
    } else if (byte < 0x20 || byte > 0x7e) {
      return { problem: 'unprintable' };
    } else {
      line += String.fromCharCode(byte);
      if (line.length > maxLineLength) return { problem: 'too-long' };
    }
  }
  end();
  if (lines.length === 0) return { problem: 'empty' };
  return lines.length > maxLines ? { problem: 'too-long' } : { lines };
}

/** What a page-edge reader sends for `lines`: each ends with CR, the whole stands between STX and ETX. */
export function writeTextMessage(lines: readonly string[]): Uint8Array {
  return Uint8Array.from([stx, ...Buffer.from(`${lines.join('\r')}\r`, 'latin1'), etx]);
}
