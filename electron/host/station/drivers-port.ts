import type {
  Channel,
  Device,
  DocumentRead,
  DriverEvents,
  KeyBurst,
  SimulatorAction,
  SimulatorState,
} from '../../contract/index.ts';
import type { MemoryLimits } from './drivers-memory.ts';

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
  /** How often it was replaced because it held ever more memory. */
  leaks: number;
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
  onRestart?: (why: RestartReason) => void;
  memory?: MemoryLimits;
}

export type RestartReason = 'exited' | 'hung' | 'leaking';

/** The code of the notice that staff get. */
export const restartNotice = (why: RestartReason) =>
  why === 'leaking' ? 'drivers/leaking' : 'drivers/restarted';
