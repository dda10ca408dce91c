import { sharedParity, withoutParity, withParity } from '../protocols/parity.ts';
import type { StreamStep } from '../protocols/stream.ts';
import type { Entry } from './format.ts';
import { maskText } from './mask-text.ts';

/** A decoder as seen from here. */
interface Feed {
  /** What one unit did. */
  push(unit: Uint8Array): StreamStep;
  /** A silence, which ends a message without an end mark. */
  quiet(): StreamStep | null;
  reset(): void;
}

export interface FeedKind {
  feed(): Feed;
  /** What the decoder takes at a time: a byte, or a report as it was received. */
  unit: 'byte' | 'report';
  /** What may be put behind a message that broke off, so that it ends. */
  endings: readonly Uint8Array[];
}

/** Milliseconds after which the drivers take a message to have ended, a burst of noise to be over, a message to be given up. */
const lineGap = 80;
const burstGap = 250;
const frameGap = 3000;
/** Steps of a decoder; looking at every byte of a frame takes as many as it has, squared. */
const maxTries = 4_000_000;

/**
 * Replaces the texts of documents in what was received. Everything is replaced that is not known to be part of a frame
 * or an answer to what was asked: what is received is cut into frames as the drivers cut it, and what comes to no message
 * is replaced letter by letter.
 */
export function maskMessages(entries: readonly Entry[], kind: FeedKind): void {
  const feed = kind.feed();
  let frame: Uint8Array[] = [];
  let orders: string[] = [];
  /** A message has begun, and not merely an answer. */
  let reading = false;
  let burst = false;
  let before = 0;
  const end = (step: StreamStep | null, quiet = false) => {
    if (frame.length > 0 && !(step?.kind === 'answer' && isKnown(step, orders))) {
      maskFrame(frame, step, quiet, kind);
    }
    frame = [];
    reading = false;
    if (step?.kind === 'malformed') burst = true;
    if (step === null) feed.reset();
  };
  for (const { kind: what, at, bytes } of entries) {
    if (what === 'open' || what === 'failed' || what === 'close') {
      end(null);
      orders = [];
      burst = false;
    }
    if (what === 'sent') {
      orders.push(Buffer.from(bytes).toString('latin1').toUpperCase());
      burst = false;
    }
    if (what !== 'received') continue;
    const gap = at - before;
    before = at;
    if (frame.length > 0 && gap > lineGap) {
      const step = feed.quiet();
      if (step) end(step, true);
      else if (!reading || gap >= frameGap) end(null);
    }
    if (gap > burstGap) burst = false;
    for (let from = 0; from < bytes.length; ) {
      if (burst) {
        maskLoosely(bytes.subarray(from));
        break;
      }
      const { step, to } = nextStep(feed, kind, bytes, from);
      frame.push(bytes.subarray(from, to));
      from = to;
      if (step.kind !== 'part') end(step);
      else if (step.of !== 'answer') reading = true;
    }
  }
  end(feed.quiet(), true);
}

/** Feeds bytes until a frame ends, or there are no more. */
function nextStep(
  feed: Feed,
  { unit }: FeedKind,
  bytes: Uint8Array,
  from: number,
): { step: StreamStep; to: number } {
  if (unit === 'report') return { step: feed.push(bytes), to: bytes.length };
  let step: StreamStep = { kind: 'part', of: 'answer' };
  let reading = false;
  for (let at = from; at < bytes.length; at++) {
    step = feed.push(bytes.subarray(at, at + 1));
    if (step.kind !== 'part') return { step, to: at + 1 };
    reading ||= step.of !== 'answer';
  }
  return { step: reading ? { kind: 'part' } : step, to: bytes.length };
}

/** What a device says of itself is not personal: an answer to what it was asked, once, that holds nothing like a zone. */
function isKnown({ to, text }: { to: string; text: string }, orders: string[]): boolean {
  const order = to === '' ? -1 : orders.findIndex((one) => one.includes(to));
  if (order < 0 || /<|[A-Z0-9]{20}/.test(text)) return false;
  orders.splice(order, 1);
  return true;
}

function maskFrame(
  units: readonly Uint8Array[],
  step: StreamStep | null,
  quiet: boolean,
  kind: FeedKind,
): void {
  const ways =
    step === null ? kind.endings.map((ending) => ({ ending, quiet })) : [{ ending: new Uint8Array(), quiet }];
  const way = ways.find((one) => messageOf(units, kind, one) !== null);
  if ((step === null || step.kind === 'message') && way && maskCarried(units, kind, way)) return;
  for (const unit of units) maskLoosely(unit);
}

interface Way {
  ending: Uint8Array;
  quiet: boolean;
}

type Message = Extract<StreamStep, { kind: 'message' }>;

/** The message these units come to, if they come to nothing else before. */
function messageOf(units: readonly Uint8Array[], kind: FeedKind, { ending, quiet }: Way): Message | null {
  const feed = kind.feed();
  for (const unit of ending.length > 0 ? [...units, ending] : units) {
    for (let from = 0; from < unit.length; ) {
      const { step, to } = nextStep(feed, kind, unit, from);
      if (step.kind !== 'part') return step.kind === 'message' ? step : null;
      from = to;
    }
  }
  const step = quiet ? feed.quiet() : null;
  return step?.kind === 'message' ? step : null;
}

type Place = readonly [unit: Uint8Array, at: number];

/**
 * Replaces the message these units carry, and leaves what makes them a frame. Which byte carries which is found by
 * trying: changed, it changes that byte of the message and nothing else; one that changes nothing belongs to nobody, and
 * is replaced as well. False when that did not come to the masked message.
 */
function maskCarried(units: readonly Uint8Array[], kind: FeedKind, way: Way): boolean {
  const before = messageOf(units, kind, way);
  if (!before) return false;
  const masked = maskMessage(before.bytes);
  const places = units.flatMap((unit) => Array.from(unit, (_, at): Place => [unit, at]));
  const run = runOf(places, before, units, kind, way);
  const rest = places.length - Math.min(run.to - run.from, places.length);
  if (rest * (kind.unit === 'byte' ? places.length : units.length) > maxTries) return false;
  const changes: { place: Place; to: number }[] = [];
  places.forEach((place, index) => {
    if (index >= run.from && index < run.to) {
      changes.push({ place, to: masked[index - run.from]! });
      return;
    }
    const [unit, at] = place;
    const was = unit[at]!;
    if (loose(was) === was && run.to > run.from) return;
    unit[at] = otherThan(was);
    const byte = changeOf(before, messageOf(units, kind, way));
    unit[at] = was;
    if (byte !== null && !isIdentifier(place, before))
      changes.push({ place, to: byte === 'none' ? loose(was) : masked[byte]! });
  });
  for (const { place, to } of changes) place[0][place[1]] = to;
  const after = messageOf(units, kind, way);
  return after !== null && Buffer.compare(Buffer.from(after.bytes), Buffer.from(masked)) === 0;
}

/** Where the message stands in one piece, as it does in a stream; nowhere when it does not. */
function runOf(
  places: readonly Place[],
  { bytes }: Message,
  units: readonly Uint8Array[],
  kind: FeedKind,
  way: Way,
): { from: number; to: number } {
  const nowhere = { from: 0, to: 0 };
  if (kind.unit === 'report' || bytes.length === 0) return nowhere;
  const whole = Buffer.concat([...units, way.ending]);
  const from = whole.indexOf(bytes);
  if (from < 0) return nowhere;
  const to = Math.min(from + bytes.length, places.length);
  const flip = () => {
    for (const [unit, at] of places.slice(from, to)) unit[at] = otherThan(unit[at]!);
  };
  const was = places.slice(from, to).map(([unit, at]) => unit[at]!);
  flip();
  const after = messageOf(units, kind, way);
  places.slice(from, to).forEach(([unit, at], index) => {
    unit[at] = was[index]!;
  });
  const expected = bytes.map((byte, index) => (from + index < to ? otherThan(byte) : byte));
  return after && Buffer.compare(Buffer.from(after.bytes), Buffer.from(expected)) === 0
    ? { from, to }
    : nowhere;
}

/** Another character of the same kind, so that what looks at kinds sees no difference. */
function otherThan(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte === 0x30 ? 0x31 : 0x30;
  if (byte >= 0x41 && byte <= 0x5a) return byte === 0x41 ? 0x42 : 0x41;
  return byte ^ 0x01;
}

/** The one byte of the message that is another now, `none` when all is as before, null when it is another message. */
function changeOf(before: Message, after: Message | null): number | 'none' | null {
  if (!after || after.symbology !== before.symbology || after.bytes.length !== before.bytes.length)
    return null;
  let found: number | 'none' = 'none';
  for (let byte = 0; byte < before.bytes.length; byte++) {
    if (before.bytes[byte] === after.bytes[byte]) continue;
    if (found !== 'none') return null;
    found = byte;
  }
  return found;
}

/** Every report of a message repeats what kind of symbol it is, and only the first is looked at. */
function isIdentifier([unit, at]: Place, { symbology }: Message): boolean {
  if (symbology === '') return false;
  return [2, 3].some(
    (from) =>
      at >= from &&
      at < from + symbology.length &&
      Buffer.from(unit.subarray(from, from + symbology.length)).toString('latin1') === symbology,
  );
}

function maskMessage(message: Uint8Array): Uint8Array {
  const parity = sharedParity(message);
  const plain = parity ? withoutParity(message) : message;
  const masked = Uint8Array.from(Buffer.from(maskText(Buffer.from(plain).toString('latin1')), 'latin1'));
  return parity ? withParity(masked, parity) : masked;
}

/** Letters and digits, wherever they stand: for what no decoder understands. */
function maskLoosely(bytes: Uint8Array): void {
  bytes.forEach((byte, at) => {
    bytes[at] = loose(byte);
  });
}

function loose(byte: number): number {
  const letter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0x80;
  if (letter) return 0x58;
  return byte >= 0x30 && byte <= 0x39 ? 0x30 : byte;
}
