import { forkDrivers, superviseDrivers } from '../../host/station/index.ts';
import type { Command } from '../command.ts';
import { deviceOptions, deviceOptionsHelp, driverArguments } from '../device/drivers-options.ts';
import { driversUp } from '../device/drivers-up.ts';
import { untilInterrupted } from '../device/interrupt.ts';
import { deviceLines, failedLine, readingLine, removedLine, startedLine } from '../device/lines.ts';
import { secondsIn } from '../device/seconds.ts';
import { EXIT_OK } from '../exit-codes.ts';
import { driversEntry } from '../places.ts';

const help = `Tell of the devices of this machine as they come, go, fail and read, until interrupted.

Usage: proofdesk device watch [--seconds N] [--show]

Prints one JSON line each: {"at", "event"} and, by event,
  device            {"device"}: as device list prints it
  read-started      {"source"}
  read              {"source", "kind"}; of what was read only its size
  read-failed       {"source", "code"}
  document-removed  {"source"}

Options:
  --seconds N                end after that time, from when the drivers run
  --show                     print what was read as well: personal data
${deviceOptionsHelp}  -h, --help                 This text

Exit codes:
  0  interrupted, or the time is over
  2  the command line was not understood
`;

export const command: Command = {
  help,
  options: { seconds: { type: 'string' }, show: { type: 'boolean', default: false }, ...deviceOptions },
  async run({ values }, io) {
    const show = values.show === true;
    const args = driverArguments(values);
    const seconds = secondsIn(values.seconds);
    const drivers = superviseDrivers({ spawn: () => forkDrivers({ entry: driversEntry(), args }) });
    const interrupt = untilInterrupted(seconds, driversUp(drivers));
    // One after the other, and none before the one before has left.
    let last: Promise<void> = Promise.resolve();
    let failed: { error: unknown } | null = null;
    const out = (text: string) => {
      if (!text || failed) return;
      last = last
        .then(() => io.out(text))
        .catch((error: unknown) => {
          failed = { error };
          interrupt.end();
        });
    };
    const changed = deviceLines();
    drivers.on('devicesChanged', (devices) => out(changed(devices)));
    drivers.on('readStarted', (source) => out(startedLine(source)));
    drivers.on('documentRead', (read) => out(readingLine(read, show)));
    drivers.on('readFailed', (failure) => out(failedLine(failure)));
    drivers.on('documentRemoved', (source) => out(removedLine(source)));
    try {
      await interrupt.over;
      await last;
      if (failed) throw (failed as { error: unknown }).error;
      return EXIT_OK;
    } finally {
      interrupt.release();
      await drivers.stop();
    }
  },
};
