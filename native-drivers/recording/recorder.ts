import { closeSync, openSync, writeSync } from 'node:fs';
import {
  type Entry,
  type RecordedDevice,
  type Recording,
  RecordingError,
  writeEntry,
  writeHead,
  writeRecording,
} from './format.ts';

/** Where the exchange with one device is written down. */
export interface Tape {
  /** The first note of a device says whose exchange it is; a recording holds one device. */
  device(device: RecordedDevice): void;
  note(kind: Entry['kind'], about?: Entry['about'], bytes?: Uint8Array): void;
}

export interface Recorder extends Tape {
  /** Ends the recording and writes what is not written yet. @throws RecordingError `recording/not-written` */
  finish(): void;
}

export interface RecorderOptions {
  file: string;
  /** Replaces personal data, and then writes: what is masked has never been in the file. */
  mask: ((recording: Recording) => Recording) | null;
  now?: () => number;
}

/** Bytes of an exchange that is held in memory until it can be masked. */
const maxHeld = 128 * 1024 * 1024;
const maxFiles = 9;

/**
 * Writes an exchange to a new file (`FILE.2` and so on where there is one) that only its owner reads: line by line, so that it outlives a crash, or at the end when
 * it is to be masked.
 *
 * @throws RecordingError `recording/not-written`
 */
export function startRecorder({ file, mask, now = () => performance.now() }: RecorderOptions): Recorder {
  const out = written(() => openNew(file));
  const began = now();
  let device: RecordedDevice | null = null;
  let held: Entry[] | null = mask ? [] : null;
  let size = 0;
  let full = false;
  let finished = false;
  return {
    device(one) {
      if (device || finished) return;
      device = one;
      if (!held) written(() => writeSync(out, writeHead({ device: one, masked: false })));
    },
    note(kind, about = {}, bytes = new Uint8Array()) {
      if (!device || finished || full) return;
      const entry = { at: now() - began, kind, about, bytes: bytes.slice() };
      if (!held) return void written(() => writeSync(out, writeEntry(entry)));
      size += bytes.length;
      full = size > maxHeld;
      if (!full) held.push(entry);
    },
    finish() {
      if (finished) return;
      finished = true;
      const entries = held ?? [];
      held = null;
      written(() => {
        if (mask && device) writeSync(out, writeRecording(mask({ device, masked: false, entries })));
        closeSync(out);
      });
      if (full) throw new RecordingError('recording/too-large', 'the recording ends before the exchange did');
    },
  };
}

/** A file that was not there: after a crash the drivers begin anew, and what was written before it stays. */
function openNew(file: string): number {
  for (let count = 1; ; count++) {
    try {
      return openSync(count === 1 ? file : `${file}.${count}`, 'wx', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || count === maxFiles) throw error;
    }
  }
}

function written<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new RecordingError('recording/not-written', 'the recording cannot be written', { cause });
  }
}
