import { DeviceError } from '../errors.ts';
import type { Entry, Recording } from './format.ts';

/** What in a replay was not as recorded. `entry` counts from 1. */
export interface ReplayProblem {
  code: /** The host did something when nothing more was recorded. */
    | 'replay/unexpected'
    /** The host did something else than was recorded. */
    | 'replay/wrong'
    /** Something was recorded and did not happen. */
    | 'replay/left-over';
  entry: number;
  message: string;
}

/** The recorded device's side of an exchange. */
export interface Player {
  readonly recording: Recording;
  /**
   * What the host does, which must be what comes next in the recording.
   *
   * @returns the entry that follows
   * @throws DeviceError `device/protocol` when it is not; the replay is over then
   */
  did(kind: 'open' | 'sent', about?: Entry['about'], bytes?: Uint8Array): Entry | undefined;
  /** Tells, in their time, what the device sends and how it fails. */
  onEntry(listener: (entry: Entry) => void): () => void;
  /** True once everything has been played or something was wrong. */
  readonly over: boolean;
  /** What the host is to do next, while it is its turn. */
  readonly waiting: 'open' | 'sent' | null;
  /** Everything that was not as recorded, what is left over included. */
  problems(): ReplayProblem[];
  stop(): void;
}

/** Entries that are the host's to make; between them the device goes on by itself. */
const hosts = new Set<Entry['kind']>(['open', 'sent']);

export interface PlayerOptions {
  /** Longest pause between two entries, in milliseconds; without it pauses are as recorded. */
  longestPause?: number;
}

/** Plays a recording, entry by entry and in no other order. */
export function player(recording: Recording, { longestPause = Infinity }: PlayerOptions = {}): Player {
  const { entries } = recording;
  const listeners = new Set<(entry: Entry) => void>();
  const found: ReplayProblem[] = [];
  let next = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const over = () => stopped || found.length > 0 || next >= entries.length;
  const wait = () => {
    clearTimeout(timer);
    const entry = entries[next];
    if (over() || !entry || hosts.has(entry.kind)) return;
    const gap = entry.at - (entries[next - 1]?.at ?? entry.at);
    timer = setTimeout(
      () => {
        next += 1;
        for (const listener of [...listeners]) listener(entry);
        wait();
      },
      Math.min(Math.max(gap, 0), longestPause),
    );
  };
  const fail = (code: ReplayProblem['code'], message: string): never => {
    found.push({ code, entry: next + 1, message });
    clearTimeout(timer);
    throw new DeviceError('device/protocol', `not as recorded: ${message}`);
  };
  return {
    recording,
    did(kind, about = {}, bytes = new Uint8Array()) {
      if (stopped || found.length > 0) throw new DeviceError('device/protocol', 'the replay is over');
      const entry = entries.slice(next).find((one) => hosts.has(one.kind));
      if (!entry) return fail('replay/unexpected', `${kind} when nothing more was recorded`);
      const wrong = difference(entry, { kind, about, bytes });
      if (wrong) return fail('replay/wrong', wrong);
      // The host may be quicker than it was; what the device was to send before that is sent first.
      for (; entries[next] !== entry; next++) {
        for (const listener of [...listeners]) listener(entries[next]!);
      }
      next += 1;
      wait();
      return entries[next];
    },
    onEntry(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get over() {
      return over();
    },
    get waiting() {
      const kind = over() ? undefined : entries[next]?.kind;
      return kind === 'open' || kind === 'sent' ? kind : null;
    },
    problems() {
      const left = entries.slice(next).filter(({ kind }) => kind !== 'close');
      if (found.length > 0 || left.length === 0) return [...found];
      const message = `${left.length} recorded steps did not happen, the first is ${left[0]!.kind}`;
      return [{ code: 'replay/left-over', entry: next + 1, message }];
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** What is not the same, in words that hold nothing of what was sent; null when all is. */
export function difference(entry: Entry, did: Pick<Entry, 'kind' | 'about' | 'bytes'>): string | null {
  if (entry.kind !== did.kind) return `${did.kind} where ${entry.kind} was recorded`;
  if (!same(entry.about, did.about))
    return `${did.kind} to ${JSON.stringify(did.about)} where ${JSON.stringify(entry.about)} was recorded`;
  if (Buffer.compare(Buffer.from(entry.bytes), Buffer.from(did.bytes)) === 0) return null;
  const at = entry.bytes.findIndex((byte, index) => byte !== did.bytes[index]);
  const place = at < 0 ? entry.bytes.length : at;
  return `${did.bytes.length} bytes where ${entry.bytes.length} were recorded, other from byte ${place + 1} on`;
}

function same(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left === right;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) =>
    same((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}
