import { CodedError, type DriverCalls, type DriverEvents, link, type RpcLink } from '../../contract/index.ts';
import { driversAtWork } from './drivers-calls.ts';
import { driverIntake } from './drivers-intake.ts';
import { memoryWatch, usualMemory } from './drivers-memory.ts';
import type {
  DriverProcess,
  DriversClock,
  DriversOptions,
  DriversPort,
  RestartReason,
} from './drivers-port.ts';

/** Milliseconds. The first answer may take longer: a cold start reads native libraries from a slow disk. */
const heartbeat = 1000;
const patience = 3000;
const firstPatience = 15_000;
const grace = 300;
/** The first restart is at once: a visitor waits. One that follows soon upon it waits itself, and ever longer. */
const secondPause = 250;
const longestPause = 10_000;
/** Having lived this long, a process has proved itself, and the next restart is quick again. */
const proven = 30_000;
const scanLimit = 90_000;
const leaveWithin = 1500;

const systemClock: DriversClock = {
  now: () => performance.now(),
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
  /** Why it is about to end, when that was decided here. */
  ends: 'hung' | 'leaking' | null;
  verdictOn: ReturnType<typeof memoryWatch>;
  cancelBeat: () => void;
}

/**
 * Keeps a driver process running: starts it, listens to its heart, kills it when it hangs, starts it again when it
 * has died. While it is down its devices are shown absent and its unfinished readings have failed; what it says is
 * believed only as far as the contract's schemas go.
 */
export function superviseDrivers({
  spawn,
  clock = systemClock,
  onRestart,
  memory = usualMemory,
}: DriversOptions): DriversPort {
  const listeners = new Map<keyof DriverEvents, Set<(body: never) => void>>();
  const intake = driverIntake((event, body) => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(body as never);
  });
  let life: Life | null = null;
  let stopped = false;
  let restarts = 0;
  let hangs = 0;
  let leaks = 0;
  let pause = 0;
  let cancelRestart = () => {};
  let vitals: { pid: number; residentBytes: number } | null = null;
  let whenGone = () => {};
  let replay = false;

  const remote = () => {
    if (!life || life.ends)
      throw new CodedError('device/disconnected-before-sending', 'the driver process is down');
    return life.rpc.remote;
  };
  const work = driversAtWork(remote, intake);

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
      ends: null,
      verdictOn: memoryWatch(memory),
      cancelBeat: () => {},
    };
    life = current;
    process.onExit(() => ended(current));
    beat(current);
  };

  const beat = (current: Life) => {
    const hung = () => {
      current.ends = 'hung';
      hangs += 1;
      current.process.kill();
    };
    // When it was this process that stood still, the answer lies in the pipe behind the timer that just fired.
    current.cancelBeat = clock.after((current.heard ? patience : firstPatience) - grace, () => {
      current.cancelBeat = clock.after(grace, hung);
    });
    current.rpc.remote.ping().then(
      (answer) => {
        if (life !== current || current.ends) return;
        current.cancelBeat();
        const read = intake.pong(answer);
        // An answer of the wrong form still shows that somebody is at home.
        if (read) vitals = read;
        if (!current.heard) void greet(current);
        current.heard = true;
        current.cancelBeat = clock.after(heartbeat, () => beat(current));
        if (read && !stopped) weigh(current, read.residentBytes);
      },
      // Its exit or the time limit is what counts.
      () => {},
    );
  };

  /** A process that leaks leaves while nobody reads. It is back sooner than a visitor has found their passport. */
  const weigh = (current: Life, residentBytes: number) => {
    const verdict = current.verdictOn(residentBytes, clock.now());
    if (verdict === 'fine' || (verdict === 'leaking' && (intake.reading() || work.busy()))) return;
    current.ends = 'leaking';
    leaks += 1;
    current.cancelBeat();
    if (verdict === 'out-of-hand') return current.process.kill();
    current.cancelBeat = clock.after(leaveWithin, () => current.process.kill());
    current.rpc.remote.quit().catch(() => {});
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
    work.forget();
    whenGone();
    if (stopped) return;
    if (clock.now() - current.startedAt >= proven) pause = 0;
    restartLater(current.ends ?? 'exited');
  };

  const restartLater = (why: RestartReason) => {
    cancelRestart = clock.after(pause, () => {
      restarts += 1;
      replay = true;
      begin();
    });
    pause = Math.min(Math.max(pause * 2, secondPause), longestPause);
    onRestart?.(why);
  };

  begin();
  return {
    devices: intake.devices,
    simulator: intake.simulator,
    ...work.calls,
    on(event, listener) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard.add(listener));
      return () => heard.delete(listener);
    },
    health: () => ({
      state: !life ? 'down' : life.heard ? 'up' : 'starting',
      restarts,
      hangs,
      leaks,
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
