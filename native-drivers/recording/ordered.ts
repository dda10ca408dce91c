import type { DriverOptions } from '../options.ts';
import { maskRecording } from './mask.ts';
import { openRecording } from './open.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { type ReplayedDevice, replayedDevice } from './replayed-device.ts';

/** Starts the recording that was ordered; null when there is none, or it cannot be written. */
export function orderedRecorder(
  { record }: DriverOptions,
  say: (complaint: string) => void,
): Recorder | null {
  if (!record) return null;
  try {
    return startRecorder({ file: record.file, mask: record.mask ? maskRecording : null });
  } catch (error) {
    say(`--record: ${(error as Error).message}`);
    return null;
  }
}

/** The recorded devices that were ordered; what is no recording is said and left out. */
export async function orderedReplays(
  { replay }: DriverOptions,
  say: (complaint: string) => void,
): Promise<ReplayedDevice[]> {
  const found: ReplayedDevice[] = [];
  for (const file of replay) {
    try {
      found.push(replayedDevice(await openRecording(file)));
    } catch (error) {
      say(`--replay ${file}: ${(error as Error).message}`);
    }
  }
  return found;
}
