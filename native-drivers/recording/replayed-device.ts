import { recordedHidReader } from '../devices/profiles.ts';
import { recordedSerialProfile } from '../devices/serial-profiles.ts';
import { recordedCamera } from '../devices/usb-profiles.ts';
import type { DriverStationParts } from '../station.ts';
import { replayAdapter } from './adapter.ts';
import { replayPcsc } from './chip.ts';
import { type Entry, type Recording, RecordingError } from './format.ts';
import { replayPages } from './pages.ts';
import { player, type ReplayProblem } from './player.ts';
import { replayPath } from './replay-bus.ts';
import { replayHttp } from './replay-http.ts';
import { replayHid, replaySerial } from './replay-ports.ts';
import { replayUsb } from './replay-usb.ts';
import { replayWedge } from './wedge.ts';

/** A recorded device, as a bus or address of its own. */
export interface ReplayedDevice {
  /** What a station has to be given to have it. */
  parts: Partial<DriverStationParts>;
  /** Tells, in their time, what the host had asked of it. */
  onAsked(listener: (entry: Entry) => void): void;
  /** Of a chip reader: the exchange, every step of which the host has taken itself. */
  chip?: readonly Entry[];
  /** What the drivers are to do next, while it is their turn. */
  waiting(): 'open' | 'sent' | null;
  over(): boolean;
  problems(): ReplayProblem[];
  stop(): void;
}

/** @throws RecordingError `recording/malformed` when it does not say what the device is, or cannot be played */
export function replayedDevice(recording: Recording, longestPause = Infinity): ReplayedDevice {
  const { transport, info } = recording.device;
  if (transport === 'http') return replayedAddress(recording, longestPause);
  const playing = player(recording, { longestPause });
  const device = {
    onAsked: (listener: (entry: Entry) => void) => {
      playing.onEntry((entry) => entry.kind === 'asked' && listener(entry));
    },
    waiting: () => playing.waiting,
    over: () => playing.over,
    problems: playing.problems,
    stop: playing.stop,
  };
  if (transport === 'hid') {
    return { ...device, parts: { hid: [replayHid(playing)], hidReaders: recordedHidReader(info) } };
  }
  if (transport === 'usb') {
    return { ...device, parts: { usb: [replayUsb(playing)], cameras: recordedCamera(info) } };
  }
  if (transport === 'pcsc')
    return { ...device, parts: { pcsc: [replayPcsc(playing)] }, chip: recording.entries };
  if (transport === 'vendor') {
    const command = recording.device.id;
    return { ...device, parts: { adapters: [{ command, start: replayAdapter(playing) }] } };
  }
  if (transport === 'sane' || transport === 'wia') {
    return { ...device, parts: { pages: [replayPages(playing, transport)] } };
  }
  if (transport === 'wedge') return { ...device, parts: { wedges: [replayWedge(playing)] } };
  const profile = recordedSerialProfile(info);
  if (!profile)
    throw new RecordingError('recording/malformed', 'the recording does not say what the device is');
  const namedPorts = [{ path: replayPath, profile: profile.id }];
  return { ...device, parts: { serial: [replaySerial(playing)], namedPorts } };
}

/** A scanner at an address. What the host had asked is told again after the same time. */
function replayedAddress(recording: Recording, longestPause: number): ReplayedDevice {
  const { id, info } = recording.device;
  const { http, asked, problems } = replayHttp(recording, longestPause);
  const base = new URL(String(info.path ?? '/eSCL'), 'http://replayed');
  let at = 0;
  let timer: NodeJS.Timeout | undefined;
  let before = recording.entries[0]?.at ?? 0;
  const next = (listener: (entry: Entry) => void) => {
    const entry = asked[at];
    if (!entry) return;
    timer = setTimeout(
      () => {
        at += 1;
        before = entry.at;
        listener(entry);
        next(listener);
      },
      Math.min(Math.max(entry.at - before, 0), longestPause),
    );
  };
  return {
    parts: { escl: [{ id, base, simulated: true, http }] },
    onAsked: next,
    waiting: () => (at >= asked.length ? 'sent' : null),
    over: () => at >= asked.length && asked.length > 0,
    problems,
    stop: () => clearTimeout(timer),
  };
}
