import {
  type Channel,
  CodedError,
  type Device,
  type DocumentRead,
  type DriverCalls,
  type DriverEvents,
  type KeyBurst,
  link,
  type RpcLink,
  type SimulatorAction,
  type SimulatorState,
} from '../../contract/index.ts';
import { asDeviceError, driverIntake } from './drivers-intake.ts';

/** A driver process somebody has started, in whatever way the shell starts processes. */
export interface DriverProcess {
  channel: Channel;
  /** Ends it at once; a process that hangs does not hear a request. */
  kill(): void;
  /** Calls back once, also for a process that never came up. */
  onExit(listener: () => void): void;
}

/** Timers of their own, so that a test can hold them. */
export interface DriversClock {
  now(): number;
  /** @returns a function that calls the work off */
  after(milliseconds: number, work: () => void): () => void;
}

export interface DriversHealth {
  state: 'starting' | 'up' | 'down';
  /** How often the process was started again since the host runs, and how often because it no longer answered. */
  restarts: number;
  hangs: number;
  /** Messages that were dropped because no schema knew them. */
  malformed: number;
  pid: number | null;
  residentBytes: number | null;
}

/** The devices of this station, wherever their process is at the moment. */
export interface DriversPort {
  devices(): Device[];
  /** Null at a station that simulates nothing. */
  simulator(): SimulatorState | null;
  /** Scans one page. @throws CodedError with a code of `deviceFault` */
  scan(request: { device: string; dotsPerInch: number }): Promise<DocumentRead>;
  /** Takes the chip on a reader for this station alone. @throws CodedError with a code of `deviceFault` */
  openChip(request: { device: string }): Promise<{ atr: Uint8Array | null }>;
  /** One command and its answer. @throws CodedError with a code of `deviceFault` */
  transmit(request: { device: string; command: Uint8Array }): Promise<Uint8Array>;
  /** @throws CodedError with a code of `deviceFault` */
  resetChip(request: { device: string }): Promise<void>;
  /** @throws CodedError with a code of `deviceFault` */
  closeChip(request: { device: string }): Promise<void>;
  /** Has a reader read now. @throws CodedError with a code of `deviceFault` */
  trigger(device: string): Promise<void>;
  /** Calls off a scan. @throws CodedError with a code of `deviceFault` */
  cancel(device: string): Promise<void>;
  /** @throws CodedError when no reader of this station is a keyboard */
  keys(burst: KeyBurst): Promise<void>;
  /** @throws CodedError with a code of `deviceFault`, of the simulator or of the pipe */
  simulate(action: SimulatorAction): Promise<SimulatorState>;
  on<Name extends keyof DriverEvents>(event: Name, listener: DriverEvents[Name]): () => void;
  health(): DriversHealth;
  /** Asks the process to leave, and kills it if it does not. Nothing is started again afterwards. */
  stop(): Promise<void>;
}

export interface DriversOptions {
  spawn: () => DriverProcess;
  clock?: DriversClock;
  /** Told when a process that had ended is about to be started again. */
  onRestart?: (why: 'exited' | 'hung') => void;
}

/** Milliseconds. The first answer may take longer: a cold start reads native libraries from a slow disk. */
const heartbeat = 1000;
const patience = 3000;
const firstPatience = 15_000;
const grace = 300;
const firstPause = 250;
const longestPause = 10_000;
/** Having lived this long, a process has proved itself, and the next restart is quick again. */
const proven = 30_000;
const scanLimit = 90_000;
const leaveWithin = 1500;

const systemClock: DriversClock = {
  now: () => Date.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** One life of the driver process. */
interface Life {
  process: DriverProcess;
  rpc: RpcLink<DriverCalls>;
  startedAt: number;
  heard: boolean;
  hung: boolean;
  cancelBeat: () => void;
}

/**
 * Keeps a driver process running: starts it, listens to its heart, kills it when it hangs, starts it again when it
 * has died. While it is down its devices are shown absent and its unfinished readings have failed; what it says is
 * believed only as far as the contract's schemas go.
 */
export function superviseDrivers({ spawn, clock = systemClock, onRestart }: DriversOptions): DriversPort {
  const listeners = new Map<keyof DriverEvents, Set<(body: never) => void>>();
  const intake = driverIntake((event, body) => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(body as never);
  });
  let life: Life | null = null;
  let stopped = false;
  let restarts = 0;
  let hangs = 0;
  let pause = firstPause;
  let cancelRestart = () => {};
  let vitals: { pid: number; residentBytes: number } | null = null;
  let whenGone = () => {};
  let replay = false;

  const begin = () => {
    let process: DriverProcess;
    try {
      process = spawn();
    } catch {
      return restartLater('exited');
    }
    const current: Life = {
      process,
      rpc: link<DriverCalls>(process.channel, intake.events, scanLimit),
      startedAt: clock.now(),
      heard: false,
      hung: false,
      cancelBeat: () => {},
    };
    life = current;
    process.onExit(() => ended(current));
    beat(current);
  };

  const beat = (current: Life) => {
    const hung = () => {
      current.hung = true;
      hangs += 1;
      current.process.kill();
    };
    // When it was this process that stood still, the answer lies in the pipe behind the timer that just fired.
    current.cancelBeat = clock.after((current.heard ? patience : firstPatience) - grace, () => {
      current.cancelBeat = clock.after(grace, hung);
    });
    current.rpc.remote.ping().then(
      (answer) => {
        if (life !== current || current.hung) return;
        current.cancelBeat();
        const read = intake.pong(answer);
        // An answer of the wrong form still shows that somebody is at home.
        if (read) vitals = read;
        if (!current.heard) void greet(current);
        current.heard = true;
        current.cancelBeat = clock.after(heartbeat, () => beat(current));
      },
      // Its exit or the time limit is what counts.
      () => {},
    );
  };

  /** The events told the list already, if all went well; this is for the case that one was lost. */
  const greet = async (current: Life) => {
    try {
      const before = intake.told();
      const list = await current.rpc.remote.list();
      // What it told meanwhile is as new: the answer may have been on its way when something changed.
      if (intake.told() === before) intake.settle(list);
      const person = intake.simulator()?.standing;
      if (!replay || person === undefined || person === null) return;
      replay = false;
      await current.rpc.remote.simulate({ type: 'stand', person });
    } catch {
      // The heartbeat finds out what is wrong with it.
    }
  };
  const ended = (current: Life) => {
    if (life !== current) return;
    life = null;
    vitals = null;
    current.cancelBeat();
    current.rpc.close();
    intake.lost();
    whenGone();
    if (stopped) return;
    if (clock.now() - current.startedAt >= proven) pause = firstPause;
    restartLater(current.hung ? 'hung' : 'exited');
  };

  const restartLater = (why: 'exited' | 'hung') => {
    cancelRestart = clock.after(pause, () => {
      restarts += 1;
      replay = true;
      begin();
    });
    pause = Math.min(pause * 2, longestPause);
    onRestart?.(why);
  };

  const remote = () => {
    if (!life) throw new CodedError('device/disconnected-before-sending', 'the driver process is down');
    return life.rpc.remote;
  };
  begin();
  return {
    devices: intake.devices,
    simulator: intake.simulator,
    async scan(request) {
      const answer = await remote().scan(request).catch(asDeviceError);
      const read = intake.page(answer);
      if (!read) throw new CodedError('device/protocol', 'the driver process sent no page');
      return read;
    },
    async openChip(request) {
      const opened = intake.openedChip(await remote().openChip(request).catch(asDeviceError));
      if (!opened) throw new CodedError('device/protocol', 'the driver process opened no chip');
      return opened;
    },
    async transmit(request) {
      const answer = intake.chipAnswer(
        await remote()
          .transmit({ device: request.device, command: Uint8Array.from(request.command) })
          .catch(asDeviceError),
      );
      if (!answer) throw new CodedError('device/protocol', 'the driver process told no answer of the chip');
      return answer;
    },
    async resetChip(request) {
      await remote().resetChip(request).catch(asDeviceError);
    },
    async closeChip(request) {
      await remote().closeChip(request).catch(asDeviceError);
    },
    async trigger(device) {
      await remote().trigger(device).catch(asDeviceError);
    },
    async cancel(device) {
      await remote().cancel(device).catch(asDeviceError);
    },
    async keys(burst) {
      await remote().keys(burst).catch(asDeviceError);
    },
    async simulate(action) {
      const state = intake.simulated(await remote().simulate(action));
      if (!state) throw new CodedError('device/protocol', 'the driver process told no state');
      return state;
    },
    on(event, listener) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard.add(listener));
      return () => heard.delete(listener);
    },
    health: () => ({
      state: !life ? 'down' : life.heard ? 'up' : 'starting',
      restarts,
      hangs,
      malformed: intake.malformed(),
      pid: vitals?.pid ?? null,
      residentBytes: vitals?.residentBytes ?? null,
    }),
    async stop() {
      stopped = true;
      cancelRestart();
      const last = life;
      if (!last) return;
      last.cancelBeat();
      await new Promise<void>((resolve) => {
        const cancel = clock.after(leaveWithin, () => last.process.kill());
        whenGone = () => {
          cancel();
          resolve();
        };
        last.rpc.remote.quit().catch(() => {});
      });
    },
  };
}
