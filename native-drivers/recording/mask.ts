import { dialects } from '../devices/dialects.ts';
import { hidProfileOf } from '../devices/profiles.ts';
import { recordedSerialProfile, serialProfiles } from '../devices/serial-profiles.ts';
import { usbProfileOf } from '../devices/usb-profiles.ts';
import { type HidPosQuirks, hidPosDecoder, hidPosReports } from '../protocols/hid-pos.ts';
import { ptp } from '../protocols/ptp.ts';
import type { StreamDecoder, StreamStep } from '../protocols/stream.ts';
import { etx } from '../protocols/text-frames.ts';
import type { HidInfo } from '../transports/hid.ts';
import type { UsbInfo } from '../transports/usb.ts';
import { maskTells } from './adapter.ts';
import { maskChip } from './chip.ts';
import type { Entry, RecordedDevice, Recording } from './format.ts';
import { type FeedKind, type Found, maskLoosely, maskMessages } from './mask-messages.ts';
import { maskPicture } from './mask-picture.ts';
import { maskKeys } from './wedge.ts';

/**
 * The same exchange without personal data: texts of documents and pictures are replaced by others of the same length
 * at the same places, so that it still plays. What is not understood is replaced as well.
 */
export function maskRecording(recording: Recording): Recording {
  const entries = recording.entries.map((entry) => ({ ...entry, bytes: entry.bytes.slice() }));
  maskEntries(recording.device, entries);
  return { ...recording, masked: true, entries };
}

function maskEntries({ transport, info }: RecordedDevice, entries: Entry[]): void {
  const feed = feedOf(transport, info);
  if (feed) maskMessages(entries, feed);
  else if (transport === 'http') maskBodies(entries);
  else if (transport === 'usb') maskObjects(entries);
  else if (transport === 'pcsc') maskChip(entries);
  else if (transport === 'vendor') maskTells(entries);
  else if (transport === 'wedge') maskKeys(entries, info);
  else for (const { kind, bytes } of entries) if (kind === 'received') maskLoosely(bytes);
}

/** How the messages of a reader are found; null for what is no reader. */
function feedOf(transport: RecordedDevice['transport'], info: RecordedDevice['info']): FeedKind | null {
  const placed = { ...info, path: '' } as unknown;
  if (transport === 'hid') return hidFeed(hidProfileOf(placed as HidInfo)?.quirks);
  if (transport === 'serial') {
    const { dialect } = recordedSerialProfile(info) ?? serialProfiles.at(-1)!;
    return streamFeed(dialects[dialect].frames);
  }
  const profile = transport === 'usb' ? usbProfileOf(placed as UsbInfo) : null;
  return profile?.use === 'reader' ? streamFeed(dialects[profile.dialect].frames) : null;
}

function hidFeed(quirks?: HidPosQuirks): FeedKind {
  return {
    feed() {
      const decoder = hidPosDecoder(quirks);
      return {
        push: (bytes) => foundIn([decoder.push(bytes)]),
        quiet: () => [],
        get pending() {
          return decoder.pending;
        },
      };
    },
    endings: hidPosReports(Uint8Array.of(0x20), ']o2'),
  };
}

function streamFeed(frames: () => StreamDecoder): FeedKind {
  return {
    feed() {
      const decoder = frames();
      return {
        push: (bytes) => foundIn([...decoder.push(bytes)]),
        quiet: () => foundIn([decoder.quiet()]),
        get pending() {
          return decoder.pending;
        },
      };
    },
    // A mark, or as many bytes as the longest frame may still lack.
    endings: [
      Uint8Array.of(etx),
      ...[64, 128, 256, 512, 1024].map((length) => new Uint8Array(length).fill(0x20)),
    ],
  };
}

/** What a device answers about itself is not personal. */
function foundIn(steps: readonly (StreamStep | null)[]): Found[] {
  return steps.flatMap((step): Found[] => {
    if (step?.kind === 'message') return [{ bytes: step.bytes, personal: true }];
    return step?.kind === 'answer'
      ? [{ bytes: Uint8Array.from(Buffer.from(step.text, 'latin1')), personal: false }]
      : [];
  });
}

/** Pages; what a scanner says of itself in XML is not personal. */
function maskBodies(entries: readonly Entry[]): void {
  for (const entry of entries) {
    if (entry.kind !== 'received') continue;
    const text = Buffer.from(entry.bytes.subarray(0, 200)).toString('latin1').trimStart();
    if (!text.startsWith('<')) entry.bytes = maskPicture(entry.bytes);
  }
}

const headLength = 12;

/** The pictures in a pipe of PTP containers: whatever a camera sends as the data of GetObject, in however many pieces. */
function maskObjects(entries: readonly Entry[]): void {
  const pipe = entries.filter(({ kind, about }) => kind === 'received' && 'in' in about);
  const numbers = new Set(pipe.map(({ about }) => about.in));
  for (const number of numbers) {
    const pieces = pipe.filter(({ about }) => about.in === number);
    const whole = Buffer.concat(pieces.map(({ bytes }) => bytes));
    for (let at = 0; at + headLength <= whole.length; ) {
      const length = whole.readUInt32LE(at);
      if (length < headLength) break;
      const isObject = whole.readUInt16LE(at + 4) === 2 && whole.readUInt16LE(at + 6) === ptp.getObject;
      // What broke off is masked as far as it has come.
      const end = Math.min(at + length, whole.length);
      if (isObject) whole.set(maskPicture(whole.subarray(at + headLength, end)), at + headLength);
      at += length;
    }
    let from = 0;
    for (const piece of pieces) {
      const { length } = piece.bytes;
      piece.bytes = new Uint8Array(whole.subarray(from, from + length));
      from += length;
    }
  }
}
