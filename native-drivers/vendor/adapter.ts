import type { DeviceFault } from '../../electron/contract/index.ts';
import type { ReadingEvents } from '../devices/reading.ts';
import { type AdapterDevices, adapterDevices } from './adapter-devices.ts';
import { adapterProtocol, readTell } from './messages.ts';
import { type AdapterProcess, startAdapter } from './process.ts';

export interface Adapter extends Omit<AdapterDevices, 'met' | 'told' | 'lost'> {
  /** Asks it to leave, and ends it when it does not. Never rejects. */
  close(): Promise<void>;
}

export interface AdapterOptions {
  start?: () => AdapterProcess;
}

/** Milliseconds, as for the driver process itself. */
const helloLimit = 10_000;
const heartbeat = 1000;
const patience = 5000;
const firstPause = 250;
const longestPause = 10_000;
const leaveWithin = 2000;
/** Having lived this long, an adapter has proved itself, and the next restart is quick again. */
const proven = 30_000;
/** An adapter that talks nonsense is started again. */
const maxNonsense = 20;

interface Life {
  process: AdapterProcess;
  since: number;
  met: boolean;
  nonsense: number;
  timer: NodeJS.Timeout | undefined;
  /** Why it was ended, when it was. */
  fault: DeviceFault | null;
}

/**
 * Keeps a vendor's adapter running (docs/vendor-adapter.md): starts it, listens to its heart, ends it when it hangs or
 * talks nonsense, and starts it again. Its devices are absent meanwhile, and what they had begun has failed.
 */
export function superviseAdapter(
  command: string,
  events: ReadingEvents & { documentRemoved(source: string): void },
  { start = () => startAdapter(command) }: AdapterOptions = {},
): Adapter {
  let life: Life | null = null;
  let closed = false;
  let pause = firstPause;
  let again: NodeJS.Timeout | undefined;
  let pings = 0;
  let left = () => {};
  const end = (current: Life, fault: DeviceFault) => {
    current.fault ??= fault;
    current.process.kill();
  };
  const devices = adapterDevices(
    (order) => life?.process.order(order),
    events,
    () => life && end(life, 'device/time-out'),
  );
  const expect = (current: Life, limit: number) => {
    clearTimeout(current.timer);
    current.timer = setTimeout(() => end(current, 'device/time-out'), limit);
  };
  const beat = (current: Life) => {
    expect(current, patience);
    current.process.order({ do: 'ping', n: ++pings });
  };
  const nonsense = (current: Life) => {
    current.nonsense += 1;
    if (current.nonsense >= maxNonsense) end(current, 'device/protocol');
  };
  const hear = (current: Life, line: string | null) => {
    if (life !== current || current.fault) return;
    const tell = line === null ? null : readTell(line);
    if (!tell) return nonsense(current);
    if (tell.tell === 'hello') {
      if (current.met) return nonsense(current);
      current.met = true;
      devices.met(tell);
      return beat(current);
    }
    if (!current.met) return nonsense(current);
    if (tell.tell === 'pong') {
      if (tell.n !== pings) return nonsense(current);
      clearTimeout(current.timer);
      current.timer = setTimeout(() => beat(current), heartbeat);
    } else if (devices.told(tell) !== null) nonsense(current);
    else current.nonsense = 0;
  };
  const ended = (current: Life) => {
    if (life !== current) return;
    clearTimeout(current.timer);
    life = null;
    devices.lost(current.fault ?? 'device/disconnected-while-sending');
    left();
    if (closed) return;
    if (Date.now() - current.since >= proven) pause = firstPause;
    again = setTimeout(begin, pause);
    pause = Math.min(pause * 2, longestPause);
  };
  const begin = () => {
    const process = start();
    const current: Life = {
      process,
      since: Date.now(),
      met: false,
      nonsense: 0,
      timer: undefined,
      fault: null,
    };
    life = current;
    process.onLine((line) => hear(current, line));
    process.onExit(() => ended(current));
    expect(current, helloLimit);
    process.order({ do: 'hello', protocol: adapterProtocol });
  };
  begin();
  const { scan, trigger, cancel, has } = devices;
  return {
    devices: devices.devices,
    scan,
    trigger,
    cancel,
    has,
    async close() {
      closed = true;
      clearTimeout(again);
      const last = life;
      if (!last) return;
      clearTimeout(last.timer);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => last.process.kill(), leaveWithin);
        left = () => {
          clearTimeout(timer);
          resolve();
        };
        last.process.order({ do: 'quit' });
      });
    },
  };
}
