import { z } from 'zod';
import { CodedError, deviceFault } from '../../electron/contract/index.ts';

export type RecordingErrorCode =
  /** The file is no recording, or one of a later version. */
  | 'recording/malformed'
  /** More was exchanged than a recording may hold. */
  | 'recording/too-large'
  | 'recording/not-written';

export class RecordingError extends CodedError<RecordingErrorCode> {}

/** Whose exchange it is. `info` is what the bus said of it, without the place it was plugged in. */
const recordedDevice = z.object({
  id: z.string().min(1).max(120),
  transport: z.enum(['hid', 'serial', 'usb', 'http', 'sane', 'wia', 'pcsc', 'vendor', 'wedge']),
  name: z.string().max(120),
  info: z.record(z.string(), z.unknown()),
});
export type RecordedDevice = z.infer<typeof recordedDevice>;

const kinds = ['open', 'close', 'sent', 'received', 'failed', 'asked'] as const;

/** One step of an exchange. */
export interface Entry {
  /** Milliseconds since the first. */
  at: number;
  /** `sent` goes to the device, `received` comes from it; `asked` is what the host wanted of it, as to scan a page. */
  kind: (typeof kinds)[number];
  /** Which of the device's ways, with which settings; for `failed` the `code` of the fault. */
  about: Readonly<Record<string, unknown>>;
  bytes: Uint8Array;
}

export interface Recording {
  device: RecordedDevice;
  /** Personal data is replaced by something of the same length. */
  masked: boolean;
  entries: Entry[];
}

const version = 'proofdesk-recording 1';
const maxEntries = 200_000;
const line = /^ *(\d{1,9}) ([a-z]+)(?: (\{.*\}))?(?: ([0-9a-f]*))?$/;

/** The first lines of a recording. */
export function writeHead({ device, masked }: Omit<Recording, 'entries'>): string {
  return `${version}\ndevice ${JSON.stringify(device)}\nmasked ${masked ? 'yes' : 'no'}\n`;
}

/** One line: milliseconds, what, about what, and the bytes in hexadecimal. */
export function writeEntry({ at, kind, about, bytes }: Entry): string {
  const json = Object.keys(about).length > 0 ? ` ${JSON.stringify(about)}` : '';
  const hex =
    bytes.length > 0 ? ` ${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}` : '';
  return `${String(Math.round(at)).padStart(8)} ${kind}${json}${hex}\n`;
}

export function writeRecording(recording: Recording): string {
  return writeHead(recording) + recording.entries.map(writeEntry).join('');
}

/** @throws RecordingError `recording/malformed`, with the number of the line */
export function readRecording(text: string): Recording {
  const lines = text.split('\n');
  const at = (number: number) =>
    new RecordingError('recording/malformed', `line ${number} is not understood`);
  if (lines[0]?.trimEnd() !== version) throw at(1);
  const device = recordedDevice.safeParse(json(/^device (\{.*\})\s*$/.exec(lines[1] ?? '')?.[1]));
  if (!device.success) throw at(2);
  const masked = /^masked (yes|no)\s*$/.exec(lines[2] ?? '')?.[1];
  if (!masked) throw at(3);
  const entries: Entry[] = [];
  for (let index = 3; index < lines.length; index++) {
    const text = lines[index]!.trimEnd();
    // A person may write between the lines.
    if (text === '' || text.startsWith('#')) continue;
    const entry = readEntry(text);
    if (!entry || entries.length >= maxEntries) throw at(index + 1);
    entries.push(entry);
  }
  return { device: device.data, masked: masked === 'yes', entries };
}

function readEntry(text: string): Entry | null {
  const [, at, kind, about, hex = ''] = line.exec(text) ?? [];
  const known = kinds.find((one) => one === kind);
  const read = about === undefined ? {} : json(about);
  if (!known || typeof read !== 'object' || read === null || hex.length % 2 !== 0) return null;
  if (known === 'failed' && !failure.safeParse(read).success) return null;
  return {
    at: Number(at),
    kind: known,
    about: read as Entry['about'],
    bytes: new Uint8Array(Buffer.from(hex, 'hex')),
  };
}

const failure = z.object({
  code: z.union([deviceFault, z.literal('drivers/cancelled'), z.string().startsWith('http/')]),
});

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
