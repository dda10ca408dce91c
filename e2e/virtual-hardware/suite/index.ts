import { execFileSync } from 'node:child_process';
import { usbSockets } from '../devices/sockets.ts';
import { chipTrials } from './chip.ts';
import { type Drivers, startDrivers } from './drivers.ts';
import { hidTrials } from './hid.ts';
import { pageCameraTrials } from './page-cameras.ts';
import { pageScannerTrials } from './page-scanners.ts';
import { serialTrials } from './serial.ts';
import { printed, type Trial } from './trial.ts';
import { usbReaderTrials } from './usb-readers.ts';

let started: Drivers | null = null;
const drivers = (): Drivers => {
  started ??= startDrivers();
  return started;
};

const sockets = usbSockets();

/** Everything that is tried in the guest, in its order. */
export const trials: readonly Trial[] = [
  ...hidTrials(drivers),
  ...usbReaderTrials(drivers, sockets),
  ...pageCameraTrials(drivers, sockets),
  ...pageScannerTrials(drivers, sockets),
  ...serialTrials(drivers, sockets),
  ...chipTrials(drivers),
];

/** What the kernel said last: whether it was the stack or the product that did not see a device. */
function kernelLog(): string {
  try {
    return execFileSync('/bin/busybox', ['dmesg'], { encoding: 'utf8' }).split('\n').slice(-25).join('\n');
  } catch (cause) {
    return `the kernel's log could not be read: ${cause}`;
  }
}

/**
 * Inside the guest: one line for each trial.
 * @param about only those whose names begin so
 */
export async function runTrials(about = ''): Promise<void> {
  await drivers().up();
  for (const { name, run, skip } of trials) {
    if (skip || !name.startsWith(about)) continue;
    const from = Date.now();
    const said = await run().then(
      () => null,
      (error: unknown) => `${error}\n${kernelLog()}`,
    );
    console.log(printed({ name, ok: said === null, milliseconds: Date.now() - from, said: said ?? '' }));
  }
  sockets.close();
  await drivers().port.stop();
}
