import { ptp } from '../protocols/ptp.ts';
import type { Entry } from './format.ts';
import { maskPicture } from './mask-picture.ts';

const headLength = 12;
/** Containers without data hold five parameters at most (USB Still Image Capture Device Definition 1.0, §7.1). */
const longestAnswer = headLength + 5 * 4;
/** The lists of a camera, of what it can and what it holds. */
const longestList = 8192;
/** ObjectInfo up to its texts, which are the file's name, dates and keywords (PIMA 15740 §5.5.2). */
const objectFacts = 52;

/**
 * Leaves of what a camera sent the containers that are known, the data of pictures as grey pictures, and zeros for
 * everything else: what of another's picture was still in the pipe, what came behind a length that was none, data of
 * operations that the drivers do not ask for.
 */
export function maskObjects(entries: readonly Entry[]): void {
  for (const session of sessionsOf(entries)) {
    const asked = session.findIndex(({ kind, about }) => kind === 'sent' && 'out' in about);
    const pipes = new Map<unknown, Entry[]>();
    session.forEach((entry, index) => {
      if (entry.kind !== 'received') return;
      // What comes before anything was asked is drained: whose it is nobody knows.
      if (!('in' in entry.about) || asked < 0 || index < asked)
        entry.bytes = new Uint8Array(entry.bytes.length);
      else pipes.set(entry.about.in, [...(pipes.get(entry.about.in) ?? []), entry]);
    });
    for (const pieces of pipes.values()) maskPipe(pieces);
  }
}

/** A port that fails or is closed ends what was under way, and the next begins anew. */
function sessionsOf(entries: readonly Entry[]): Entry[][] {
  const sessions: Entry[][] = [[]];
  for (const entry of entries) {
    if (entry.kind === 'open' || entry.kind === 'failed' || entry.kind === 'close') sessions.push([]);
    sessions.at(-1)!.push(entry);
  }
  return sessions;
}

function maskPipe(pieces: readonly Entry[]): void {
  const whole = Buffer.concat(pieces.map(({ bytes }) => bytes));
  let at = 0;
  while (at + headLength <= whole.length) {
    const length = whole.readUInt32LE(at);
    const [type, code] = [whole.readUInt16LE(at + 4), whole.readUInt16LE(at + 6)];
    if (!isContainer(length, type, code)) break;
    // What broke off is masked as far as it has come.
    const end = Math.min(at + length, whole.length);
    if (type === data) maskData(whole.subarray(at + headLength, end), code);
    at += length;
  }
  // Behind what is no container nothing tells where the next one begins.
  whole.fill(0, Math.min(at, whole.length));
  let from = 0;
  for (const piece of pieces) {
    const { length } = piece.bytes;
    piece.bytes = new Uint8Array(whole.subarray(from, from + length));
    from += length;
  }
}

const [data, response, event] = [2, 3, 4];

function isContainer(length: number, type: number, code: number): boolean {
  if (length < headLength) return false;
  if (type === data) return operations.has(code);
  const kind = code & 0x7000;
  return (
    length <= longestAnswer && ((type === response && kind === 0x2000) || (type === event && kind === 0x4000))
  );
}

const operations: ReadonlySet<number> = new Set([
  ptp.getDeviceInfo,
  ptp.getObjectHandles,
  ptp.getObjectInfo,
  ptp.getObject,
]);

function maskData(bytes: Buffer, code: number): void {
  if (code === ptp.getObject) bytes.set(maskPicture(bytes));
  else if (code === ptp.getObjectInfo) bytes.fill(0, Math.min(objectFacts, bytes.length));
  else if (bytes.length > longestList) bytes.fill(0);
}
