import { setTimeout as wait } from 'node:timers/promises';
import type { Device, DocumentRead, DriverEvents } from '../../electron/contract/index.ts';
import { type DriverStation, driverStation } from '../station.ts';
import { type ChipHost, repeatChip } from './chip.ts';
import type { Entry, Recording } from './format.ts';
import type { ReplayProblem } from './player.ts';
import { replayedDevice } from './replayed-device.ts';

/** What a replay tells as it goes. */
export interface ReplayEvents {
  devicesChanged?(devices: Device[]): void;
  readStarted?(source: string): void;
  documentRead?(read: DocumentRead): void;
  readFailed?(failure: Parameters<DriverEvents['readFailed']>[0]): void;
}

export interface ReplayOptions {
  /** Longest pause between two steps, in milliseconds; without it pauses are as recorded. */
  longestPause?: number;
  /** Milliseconds the drivers may take for what comes next before they are taken to do nothing more. */
  patience?: number;
  signal?: AbortSignal;
}

/** The drivers answer at once, or try again after three seconds what they could not open. */
const usualPatience = { sent: 1200, open: 4000 };
const lookEvery = 20;

/**
 * Plays a recorded device to the drivers, asks of it what the host had asked, and says what was not as recorded.
 *
 * @throws RecordingError `recording/malformed` when it does not say what the device is, or it is one that cannot be played
 */
export async function replay(
  recording: Recording,
  events: ReplayEvents = {},
  { longestPause = Infinity, patience, signal }: ReplayOptions = {},
): Promise<ReplayProblem[]> {
  let station: DriverStation | null = null;
  const doing = new Set<Promise<unknown>>();
  let before: Promise<unknown> = Promise.resolve();
  const ask = ({ about }: Entry) => {
    // Where pauses are cut short, one page is not asked for before the one before has come.
    const free = Number.isFinite(longestPause) && about.do !== 'cancel' ? before : Promise.resolve();
    const work = free
      .then(() => wanted(station, recording.device.id, about))
      .then((read) => read && events.documentRead?.(read))
      // How it fails, the recording knows as well: it is told like any reading that fails.
      .catch((error: { code?: unknown }) => {
        events.readFailed?.({ source: recording.device.id, code: error.code as 'device/failed' });
      })
      .finally(() => doing.delete(work));
    doing.add(work);
    before = work;
  };
  const stage = replayedDevice(recording, longestPause);
  stage.onAsked(ask);
  station = driverStation({
    hid: [],
    escl: [],
    served: async () => false,
    ...stage.parts,
    simulator: null,
    tell: telling(events),
  });
  if (stage.chip) {
    const work = repeatChip(stage.chip, chipHost(station)).finally(() => doing.delete(work));
    doing.add(work);
  }
  try {
    let idle = 0;
    while (!signal?.aborted && !(stage.over() && doing.size === 0)) {
      await wait(lookEvery);
      const turn = doing.size === 0 ? stage.waiting() : null;
      idle = turn ? idle + lookEvery : 0;
      if (turn && idle > (patience ?? usualPatience[turn])) break;
    }
    // A message without an end mark ends with a silence, which comes after the last byte.
    await wait(200);
  } finally {
    await station.close();
    // The device may have an answer to its being left.
    for (let i = 0; i < 50 && !stage.over() && !stage.waiting(); i++) await wait(lookEvery);
    stage.stop();
  }
  return stage.problems();
}

/** The host's part of an exchange with the one chip reader there is. */
function chipHost({ calls }: DriverStation): ChipHost {
  const find = (list: readonly Device[]) =>
    list.find(({ kind, state }) => kind === 'chip-reader' && state === 'ready');
  let device = '';
  return {
    async openChip() {
      for (let waited = 0; waited < usualPatience.open; waited += lookEvery) {
        device = find(await calls.list())?.id ?? '';
        if (device) break;
        await wait(lookEvery);
      }
      return calls.openChip({ device });
    },
    transmit: (command) => Promise.resolve(calls.transmit({ device, command: Uint8Array.from(command) })),
    resetChip: () => Promise.resolve(calls.resetChip({ device })),
    closeChip: () => Promise.resolve(calls.closeChip({ device })),
  };
}

/** What nobody wants to hear is told to nobody. */
function telling(events: ReplayEvents): DriverEvents {
  return new Proxy({} as DriverEvents, {
    get: (_, name) => (body: never) =>
      (events as Record<PropertyKey, ((body: never) => void) | undefined>)[name]?.(body),
  });
}

async function wanted(
  station: DriverStation | null,
  device: string,
  about: Entry['about'],
): Promise<DocumentRead | null> {
  // Where pauses are cut short, the drivers may not have met the device yet.
  for (let waited = 0; waited < usualPatience.open; waited += lookEvery) {
    const list = (await station?.calls.list()) ?? [];
    if (list.some(({ id, state }) => id === device && state !== 'opening')) break;
    await wait(lookEvery);
  }
  if (about.do === 'scan')
    return (await station?.calls.scan({ device, dotsPerInch: Number(about.dotsPerInch) })) ?? null;
  if (about.do === 'cancel') await station?.calls.cancel(device);
  if (about.do === 'trigger') await station?.calls.trigger(device);
  return null;
}
