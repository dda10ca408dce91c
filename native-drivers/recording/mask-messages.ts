import { sharedParity, withoutParity, withParity } from '../protocols/parity.ts';
import type { Entry } from './format.ts';
import { maskText } from './mask-text.ts';

export interface Found {
  bytes: Uint8Array;
  personal: boolean;
}

/** A decoder as seen from here: what is put in, and what comes out. */
export interface Feed {
  push(bytes: Uint8Array): Found[];
  /** A silence, which ends a message without an end mark. */
  quiet(): Found[];
  readonly pending: boolean;
}

export interface FeedKind {
  feed(): Feed;
  /** What may be put behind a message that broke off, so that it ends. */
  endings: readonly Uint8Array[];
}

/** Milliseconds of silence that end a message without an end mark. */
const silence = 80;
/** A group of frames over this is noise, and looking at each of its bytes would take too long. */
const maxGroup = 16 * 1024;

/**
 * Replaces the texts of documents in what was received. Which byte of a frame carries which byte of a message is found
 * by trying: a byte that, changed, changes one byte of one message and nothing else, carries it. So every protocol is
 * masked by its own decoder, and what belongs to the frames stays.
 */
export function maskMessages(entries: readonly Entry[], kind: FeedKind): void {
  let group: Entry[] = [];
  let feed = kind.feed();
  let before = 0;
  const end = () => {
    if (group.length > 0) maskGroup(group, kind);
    group = [];
    feed = kind.feed();
  };
  for (const entry of entries) {
    if (entry.kind === 'open' || entry.kind === 'failed' || entry.kind === 'close') end();
    if (entry.kind !== 'received') continue;
    if (group.length > 0 && entry.at - before > silence) {
      feed.quiet();
      if (!feed.pending) end();
    }
    before = entry.at;
    group.push(entry);
    feed.push(entry.bytes);
    if (!feed.pending) end();
  }
  end();
}

function maskGroup(group: readonly Entry[], kind: FeedKind): void {
  const size = group.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const ending = size > maxGroup ? undefined : endingOf(group, kind);
  if (!ending) {
    for (const { bytes } of group) maskLoosely(bytes);
    return;
  }
  const messages = messagesOf(group, kind, ending);
  if (!messages.some(({ personal }) => personal)) return;
  const masked = messages.map(({ bytes, personal }) => (personal ? maskMessage(bytes) : bytes));
  const changes: { bytes: Uint8Array; at: number; to: number }[] = [];
  for (const { bytes } of group) {
    for (let at = 0; at < bytes.length; at++) {
      const was = bytes[at]!;
      bytes[at] = otherThan(was);
      const place = onlyChange(messages, messagesOf(group, kind, ending));
      bytes[at] = was;
      if (place) changes.push({ bytes, at, to: masked[place.message]![place.byte]! });
    }
  }
  for (const { bytes, at, to } of changes) bytes[at] = to;
}

/** An ending with which the group comes to messages: none but a silence for most, more for what broke off. */
function endingOf(group: readonly Entry[], kind: FeedKind): Uint8Array | undefined {
  return [new Uint8Array(), ...kind.endings].find((ending) => messagesOf(group, kind, ending).length > 0);
}

function messagesOf(group: readonly Entry[], kind: FeedKind, ending: Uint8Array): Found[] {
  const feed = kind.feed();
  const found = group.flatMap(({ bytes }) => feed.push(bytes));
  if (ending.length > 0) found.push(...feed.push(ending));
  return [...found, ...feed.quiet()];
}

/** Another character of the same kind, so that what looks at kinds sees no difference. */
function otherThan(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte === 0x30 ? 0x31 : 0x30;
  if (byte >= 0x41 && byte <= 0x5a) return byte === 0x41 ? 0x42 : 0x41;
  return byte ^ 0x01;
}

function onlyChange(
  before: readonly Found[],
  after: readonly Found[],
): { message: number; byte: number } | null {
  if (before.length !== after.length) return null;
  let found: { message: number; byte: number } | null = null;
  for (let message = 0; message < before.length; message++) {
    const [left, right] = [before[message]!.bytes, after[message]!.bytes];
    if (left.length !== right.length) return null;
    for (let byte = 0; byte < left.length; byte++) {
      if (left[byte] === right[byte]) continue;
      if (found) return null;
      found = { message, byte };
    }
  }
  return found;
}

function maskMessage(message: Uint8Array): Uint8Array {
  const parity = sharedParity(message);
  const plain = parity ? withoutParity(message) : message;
  const masked = Uint8Array.from(Buffer.from(maskText(Buffer.from(plain).toString('latin1')), 'latin1'));
  return parity ? withParity(masked, parity) : masked;
}

/** Letters and digits, wherever they stand: for what no decoder understands. */
export function maskLoosely(bytes: Uint8Array): void {
  bytes.forEach((byte, at) => {
    const letter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0x80;
    if (letter) bytes[at] = 0x58;
    else if (byte >= 0x30 && byte <= 0x39) bytes[at] = 0x30;
  });
}
