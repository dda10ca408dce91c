import { z } from 'zod';
import {
  CodedError,
  type Device,
  type DocumentRead,
  type DriverEvents,
  device,
  deviceFault,
  documentRead,
  type SimulatorState,
  simulatorState,
} from '../../contract/index.ts';

/** Devices of one station. What is beyond is left out, and the rest is served. */
const maxDevices = 64;
const devices = z.array(device).max(1024);
const source = z.string().min(1).max(120);
const failure = z.object({ source, code: deviceFault });
/** An ATR has at most 33 octets (ISO/IEC 7816-3 §8.2.1). */
const openedChip = z.object({
  atr: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length <= 33)
    .nullable(),
});
/** An answer of extended length, and its status word (ISO/IEC 7816-4 §5.1). */
const chipAnswer = z.instanceof(Uint8Array).refine((bytes) => bytes.length >= 2 && bytes.length <= 65_538);
const pong = z.object({ pid: z.number().int(), residentBytes: z.number().nonnegative() });

/** What the driver process said, as far as it can be believed. */
export interface DriverIntake {
  /** The functions the process may call. They never throw. */
  events: Record<string, (body: unknown) => void>;
  devices(): Device[];
  simulator(): SimulatorState | null;
  /** How often the process told its list by itself. */
  told(): number;
  settle(list: unknown): void;
  /** A document is being read that no call has asked for. */
  reading(): boolean;
  page(answer: unknown): DocumentRead | null;
  simulated(answer: unknown): SimulatorState | null;
  openedChip(answer: unknown): { atr: Uint8Array | null } | null;
  chipAnswer(answer: unknown): Uint8Array | null;
  pong(answer: unknown): { pid: number; residentBytes: number } | null;
  /** The process is gone: its devices are away and what they had begun has failed. */
  lost(): void;
  malformed(): number;
}

type Tell = <Name extends keyof DriverEvents>(event: Name, body: Parameters<DriverEvents[Name]>[0]) => void;

/** @param tell hands one event to whoever listens for it */
export function driverIntake(tell: Tell): DriverIntake {
  let known: Device[] = [];
  let simulator: SimulatorState | null = null;
  let malformed = 0;
  let told = 0;
  const reading = new Set<string>();

  const accept = <S extends z.ZodType>(schema: S, value: unknown): z.infer<S> | null => {
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    malformed += 1;
    return null;
  };
  const on =
    <S extends z.ZodType>(schema: S, act: (body: z.infer<S>) => void) =>
    (body: unknown) => {
      const read = accept(schema, body);
      if (read !== null) act(read);
    };
  const settle = (list: Device[]) => {
    const here = new Set(list.map((one) => one.id));
    // What was there before a restart and is not now stays in the list as away: staff look for it.
    const away = known.filter((one) => !here.has(one.id)).map(asAbsent);
    known = withinLimit([...list, ...away]);
    tell('devicesChanged', known);
  };
  const settleSimulator = (state: SimulatorState) => {
    simulator = state;
    tell('simulatorChanged', state);
  };

  return {
    events: {
      devicesChanged: on(devices, (list) => {
        told += 1;
        settle(list);
      }),
      readStarted: on(source, (from) => {
        if (reading.size < maxDevices) reading.add(from);
        tell('readStarted', from);
      }),
      documentRead: on(documentRead, (read) => {
        reading.delete(read.source);
        tell('documentRead', read);
      }),
      readFailed: on(failure, (failed) => {
        reading.delete(failed.source);
        tell('readFailed', failed);
      }),
      documentRemoved: on(source, (from) => tell('documentRemoved', from)),
      chipPresent: on(source, (on) => tell('chipPresent', on)),
      chipGone: on(source, (from) => tell('chipGone', from)),
      simulatorChanged: on(simulatorState, settleSimulator),
    },
    devices: () => known,
    simulator: () => simulator,
    told: () => told,
    settle: on(devices, settle),
    reading: () => reading.size > 0,
    page(answer) {
      const read = accept(documentRead, answer);
      return read?.reading.kind === 'image' ? read : null;
    },
    simulated(answer) {
      const state = accept(simulatorState, answer);
      // The event of the same change tells the listeners.
      if (state) simulator = state;
      return state;
    },
    openedChip: (answer) => accept(openedChip, answer),
    chipAnswer: (answer) => accept(chipAnswer, answer),
    pong: (answer) => accept(pong, answer),
    lost() {
      const unfinished = [...reading];
      reading.clear();
      for (const from of unfinished) {
        tell('readFailed', { source: from, code: 'device/failed' });
      }
      if (known.length === 0) return;
      known = known.map(asAbsent);
      tell('devicesChanged', known);
    },
    malformed: () => malformed,
  };
}

/** In their order; when there are too many, what is away gives way first. */
function withinLimit(all: Device[]): Device[] {
  const away = all.filter(({ state }) => state === 'absent');
  const present = all.filter(({ state }) => state !== 'absent');
  const kept = new Set([...present, ...away].slice(0, maxDevices));
  return all.filter((one) => kept.has(one));
}

function asAbsent(one: Device): Device {
  return { ...one, state: 'absent' };
}

/** A call's failure as a fault of the device; a process that died under the call is one as well. */
export function asDeviceError(cause: unknown): never {
  const code = deviceFault.safeParse((cause as { code?: unknown } | null)?.code);
  throw new CodedError(code.data ?? 'device/failed', 'the device could not do it', { cause });
}
