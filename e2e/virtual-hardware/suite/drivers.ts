import { join } from 'node:path';
import type { Device, DeviceFault, DeviceState, DocumentRead } from '../../../electron/contract/index.ts';
import { type DriversClock, forkDrivers, superviseDrivers } from '../../../electron/host/station/index.ts';
import { until } from './trial.ts';

/** The guest's processor is emulated, perhaps on a busy machine: the supervisor has patience as many times as long. */
const slower = 5;
const clock: DriversClock = {
  now: () => Date.now() / slower,
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds * slower);
    return () => clearTimeout(timer);
  },
};

/** The product's own driver process, as it is built, under its own supervisor, with all that it says. */
export function startDrivers(args: readonly string[] = []) {
  const entry = join(import.meta.dirname, '../../../out/main/drivers.js');
  const port = superviseDrivers({ spawn: () => forkDrivers({ entry, args }), clock });
  const reads: DocumentRead[] = [];
  const failures: { source: string; code: DeviceFault }[] = [];
  port.on('documentRead', (read) => void reads.push(read));
  port.on('readFailed', (failure) => void failures.push(failure));
  const told = () =>
    JSON.stringify(
      port.devices().map(({ id, name, state, fault }) => ({ id, name, state, fault: fault?.code })),
    );
  const named = (name: string): Device[] => port.devices().filter((device) => device.name.includes(name));
  const of = (id: string) => port.devices().find((device) => device.id === id);
  return {
    port,
    reads,
    failures,
    named,
    /** Waits until the device of that id is as wanted, with the fault it then has. */
    is: (id: string, wanted: DeviceState, fault: DeviceFault | null = null) =>
      until(
        `${id} ${wanted} ${fault ?? ''}`,
        () => (of(id)?.state ?? 'absent') === wanted && (fault === null || of(id)?.fault?.code === fault),
        told,
      ),
    /** Forgets what was read and what failed. */
    forget() {
      reads.length = 0;
      failures.length = 0;
    },
    linesRead: () => reads.flatMap(({ reading }) => (reading.kind === 'lines' ? [reading.lines] : [])),
    up: () => until('the driver process answers', () => port.health().state === 'up'),
    ready: (name: string, count = 1) =>
      until(
        `${count} of ${name} ready`,
        () => named(name).filter((device) => device.state === 'ready').length === count,
        told,
      ),
    gone: (name: string) =>
      until(`${name} gone`, () => named(name).every((device) => device.state === 'absent'), told),
  };
}

export type Drivers = ReturnType<typeof startDrivers>;
