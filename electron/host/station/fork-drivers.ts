import { type ChildProcess, fork } from 'node:child_process';
import type { Channel } from '../../contract/index.ts';
import type { DriverProcess } from './drivers-port.ts';

export interface ForkOptions {
  /** The driver program: `native-drivers/main.ts`, or what it was built to. */
  entry: string;
  args?: readonly string[];
  env?: NodeJS.ProcessEnv;
}

/** Starts the driver process as a child of plain Node. */
export function forkDrivers({ entry, args = [], env = process.env }: ForkOptions): DriverProcess {
  const child = fork(entry, args, {
    serialization: 'advanced',
    // The host's own flags, such as a debugger's port, are not the child's.
    execArgv: [],
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return driverProcessOf(child);
}

/** A forked process as the supervisor has it. */
export function driverProcessOf(child: ChildProcess): DriverProcess {
  let gone = false;
  const exits = new Set<() => void>();
  const leave = () => {
    if (gone) return;
    gone = true;
    for (const listener of exits) listener();
    exits.clear();
  };
  child.on('exit', leave);
  // Also a failed send arrives here; only a child without a process id has never started.
  child.on('error', () => {
    if (child.pid === undefined) leave();
  });
  const channel: Channel = {
    post(message) {
      // The child may have died a moment ago; `exit` tells so, a failed write need not.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage(listener) {
      child.on('message', listener);
      return () => child.off('message', listener);
    },
    onClose(listener) {
      child.on('disconnect', listener);
      return () => child.off('disconnect', listener);
    },
    close() {
      if (child.connected) child.disconnect();
    },
  };
  return {
    channel,
    kill: () => void child.kill('SIGKILL'),
    onExit(listener) {
      if (gone) queueMicrotask(listener);
      else exits.add(listener);
    },
  };
}
