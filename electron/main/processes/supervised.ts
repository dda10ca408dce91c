import { type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { log } from '../log.ts';
import { Backoff } from './backoff.ts';

export interface SupervisedOptions {
  name: 'host' | 'drivers';
  /** the built entry, inside app.asar when packaged */
  entry: string;
  /** false: it is started again only by `start`, because somebody else decides when */
  restarts: boolean;
  /** @param child the process that has just started; a later one gets its own call */
  onSpawn(child: UtilityProcess): void;
  onMessage?(message: unknown): void;
  /** @param final there will be no next attempt */
  onGone(exitCode: number, final: boolean): void;
}

/** milliseconds a process has to end by itself after it was asked to */
const grace = 3_000;

/** One utility process, which may be started again, ever more slowly, when it ends without having been asked to. */
export class SupervisedProcess {
  private readonly options: SupervisedOptions;
  private readonly backoff = new Backoff();
  private child: UtilityProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ending = false;
  private args: string[] = [];

  constructor(options: SupervisedOptions) {
    this.options = options;
  }

  /** Starts the process, or kills and replaces the one that runs. */
  start(args: string[] = []): void {
    this.args = args;
    clearTimeout(this.timer);
    this.ending = false;
    const old = this.child;
    this.child = undefined;
    if (old) this.kill(old);
    this.fork();
  }

  post(message: unknown, ports: MessagePortMain[] = []): void {
    this.child?.postMessage(message, ports);
  }

  /** Kills the process as if it had crashed: it is started again with back-off. */
  killHung(): void {
    log('process/hung', { name: this.options.name });
    if (this.child) this.kill(this.child);
  }

  /** Asks the process to end (`ask` sends the message), waits `patience` milliseconds, kills. It stays ended. */
  async end(ask: () => void, patience: number): Promise<void> {
    clearTimeout(this.timer);
    this.ending = true;
    const child = this.child;
    if (!child) return;
    await new Promise<void>((done) => {
      const killer = setTimeout(() => {
        this.kill(child);
        done();
      }, patience);
      child.once('exit', () => {
        clearTimeout(killer);
        done();
      });
      ask();
    });
  }

  private fork(): void {
    const { name, entry, onSpawn, onMessage } = this.options;
    const child = utilityProcess.fork(entry, this.args, {
      serviceName: `proofdesk-${name}`,
      stdio: 'inherit',
      env: environmentFor(process.env),
    });
    this.child = child;
    child.on('spawn', () => {
      log('process/started', { name, pid: child.pid ?? null });
      if (this.child === child) onSpawn(child);
    });
    child.on('message', (message: unknown) => {
      if (this.child === child) onMessage?.(message);
    });
    child.on('error', () => log('process/fatal-error', { name }));
    child.on('exit', (exitCode) => this.exited(child, exitCode));
  }

  private exited(child: UtilityProcess, exitCode: number): void {
    const { name, onGone } = this.options;
    if (this.child !== child) return;
    this.child = undefined;
    if (this.ending) return;
    const wait = this.options.restarts ? this.backoff.failed() : undefined;
    log('process/gone', { name, exitCode, wait: wait ?? null });
    if (wait !== undefined) this.timer = setTimeout(() => this.fork(), wait);
    onGone(exitCode, wait === undefined);
  }

  private kill(child: UtilityProcess): void {
    const pid = child.pid;
    child.kill();
    if (pid === undefined) return;
    // kill() is a SIGTERM, which a process that hangs in native code may outlive.
    const force = setTimeout(() => {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    }, grace);
    child.once('exit', () => clearTimeout(force));
  }
}

/** Variables that change how Node or Electron itself runs; the processes get the rest. */
const withheld = new Set([
  'NODE_OPTIONS',
  'NODE_REPL_EXTERNAL_MODULE',
  'ELECTRON_RUN_AS_NODE',
  'ELECTRON_NO_ASAR',
]);

function environmentFor(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !withheld.has(name.toUpperCase()));
  return Object.fromEntries(kept.filter((pair): pair is [string, string] => pair[1] !== undefined));
}
