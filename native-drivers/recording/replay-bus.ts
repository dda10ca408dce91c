import type { z } from 'zod';
import { deviceFault } from '../../electron/contract/index.ts';
import { DeviceError } from '../errors.ts';
import type { Bus } from '../transports/bus.ts';
import { type Entry, RecordingError } from './format.ts';
import type { Player } from './player.ts';

/** Where a replayed device is attached. */
export const replayPath = 'replayed';

/** The recorded device on a bus of its own: there from the start, away after each loss until it was opened again. */
export function busOf<Info>(player: Player, read: z.ZodType<Omit<Info, 'path'>>, path: string) {
  const info = read.safeParse(player.recording.device.info);
  if (!info.success)
    throw new RecordingError('recording/malformed', 'the recording does not say what the device is');
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) queueMicrotask(listener);
  };
  let attached = true;
  const come = () => {
    attached = true;
    changed();
  };
  const stop = player.onEntry((entry) => {
    if (!isLoss(entry)) return;
    attached = false;
    changed();
    // Recorded is only that it was opened again, and that it was there before that.
    if (
      player.recording.entries
        .slice(player.recording.entries.indexOf(entry))
        .some(({ kind }) => kind === 'open')
    ) {
      setTimeout(come, 50);
    }
  });
  const bus: Bus<Info> = {
    simulated: true,
    list: async () => (attached ? [{ ...info.data, path } as Info] : []),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      stop();
      listeners.clear();
    },
  };
  return bus;
}

const codeOf = (entry: Entry) => deviceFault.catch('device/failed').parse(entry.about.code);
export const errorOf = (entry: Entry) => new DeviceError(codeOf(entry), 'as recorded');

const isLoss = ({ kind, about }: Entry) =>
  kind === 'failed' && String(about.code).startsWith('device/disconnected');

/** What the device sends, and that it dies. */
export function portOf(player: Player) {
  const data = new Set<(bytes: Uint8Array) => void>();
  const errors = new Set<(error: Error) => void>();
  let early: Uint8Array[] = [];
  let failed: DeviceError | null = null;
  const stop = player.onEntry((entry) => {
    if (entry.kind === 'received') {
      if (data.size === 0) early.push(entry.bytes);
      for (const listener of [...data]) listener(entry.bytes.slice());
    } else if (isLoss(entry) && !failed) {
      failed = errorOf(entry);
      for (const listener of [...errors]) listener(failed);
    }
  });
  return {
    onData(listener: (bytes: Uint8Array) => void) {
      data.add(listener);
      const waiting = early;
      early = [];
      for (const bytes of waiting) listener(bytes);
      return () => data.delete(listener);
    },
    onError(listener: (error: Error) => void) {
      errors.add(listener);
      if (failed) listener(failed);
      return () => errors.delete(listener);
    },
    get alive() {
      return failed === null;
    },
    close() {
      stop();
      data.clear();
      errors.clear();
    },
  };
}

/** Opens as it did when it was recorded, or fails as it did. */
export async function openAsRecorded(
  player: Player,
  about: Entry['about'],
): Promise<ReturnType<typeof portOf>> {
  const port = portOf(player);
  try {
    const following = player.did('open', about);
    if (following?.about.at === 'open') throw errorOf(following);
    return port;
  } catch (error) {
    port.close();
    throw error;
  }
}
