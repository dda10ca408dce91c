import { dialects } from '../devices/dialects.ts';
import {
  type HidProfile,
  hidDecoderOf,
  hidProfileOf,
  hidProfiles,
  recordedHidReader,
} from '../devices/profiles.ts';
import { recordedSerialProfile, serialProfiles } from '../devices/serial-profiles.ts';
import { usbProfileOf } from '../devices/usb-profiles.ts';
import { hidPosReports } from '../protocols/hid-pos.ts';
import { part, type StreamDecoder } from '../protocols/stream.ts';
import { etx } from '../protocols/text-frames.ts';
import { lastTextReport } from '../protocols/text-reports.ts';
import type { HidInfo } from '../transports/hid.ts';
import type { UsbInfo } from '../transports/usb.ts';
import { maskTells } from './adapter.ts';
import { maskChip } from './chip.ts';
import type { Entry, RecordedDevice, Recording } from './format.ts';
import { type FeedKind, maskMessages } from './mask-messages.ts';
import { maskObjects } from './mask-objects.ts';
import { maskPicture } from './mask-picture.ts';
import { maskPages } from './pages.ts';
import { isQuestion } from './replay-http.ts';
import { usbInfo } from './replay-usb.ts';
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
  else if (transport === 'sane' || transport === 'wia') maskPages(entries);
  else if (transport === 'pcsc') maskChip(entries);
  else if (transport === 'vendor') maskTells(entries);
  else maskKeys(entries, info);
}

/** How the messages of a reader are found; null for what is no reader. */
function feedOf(transport: RecordedDevice['transport'], info: RecordedDevice['info']): FeedKind | null {
  const placed = { ...info, path: '' } as unknown;
  if (transport === 'hid') return hidFeed(hidProfileOf(placed as HidInfo, recordedHidReader(info)));
  if (transport === 'serial') {
    const { dialect } = recordedSerialProfile(info) ?? serialProfiles.at(-1)!;
    return streamFeed(dialects[dialect].frames);
  }
  const profile =
    transport === 'usb' && usbInfo.safeParse(info).success ? usbProfileOf(placed as UsbInfo) : null;
  return profile?.use === 'reader' ? streamFeed(dialects[profile.dialect].frames) : null;
}

function hidFeed(known: HidProfile | null): FeedKind {
  const profile = known ?? hidProfiles.at(-1)!;
  return {
    unit: 'report',
    feed() {
      const decoder = hidDecoderOf(profile);
      return { push: decoder.push, quiet: () => null, reset: decoder.reset };
    },
    endings:
      profile.protocol === 'hid-pos'
        ? hidPosReports(Uint8Array.of(0x20), ']o2')
        : [lastTextReport(profile.layout, 0x20)],
  };
}

function streamFeed(frames: () => StreamDecoder): FeedKind {
  return {
    unit: 'byte',
    feed() {
      const decoder = frames();
      return {
        // One byte ends one frame at most.
        push: (byte) => decoder.push(byte).next().value ?? part,
        quiet: decoder.quiet,
        reset: decoder.reset,
      };
    },
    // A mark, or as many bytes as the longest frame may still lack.
    endings: [
      Uint8Array.of(etx),
      ...[64, 128, 256, 512, 1024].map((length) => new Uint8Array(length).fill(0x20)),
    ],
  };
}

/** What a scanner says of itself in XML is not personal; whatever else it sends is taken for a page. */
function maskBodies(entries: readonly Entry[]): void {
  const questions = new Set<unknown>();
  for (const entry of entries) {
    const { exchange, method, path } = entry.about;
    if (entry.kind === 'sent' && isQuestion(String(method), String(path))) questions.add(exchange);
    if (entry.kind !== 'received') continue;
    const text = Buffer.from(entry.bytes.subarray(0, 200)).toString('latin1').trimStart();
    if (!questions.has(exchange) || !text.startsWith('<')) entry.bytes = maskPicture(entry.bytes);
  }
}
