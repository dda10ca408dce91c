import { setTimeout as pause } from 'node:timers/promises';
import { forkDrivers, superviseDrivers } from '../../host/station/index.ts';
import type { Command } from '../command.ts';
import { deviceOptions, deviceOptionsHelp, driverArguments } from '../device/drivers-options.ts';
import { driversEntry } from '../places.ts';

const help = `Lists the readers and scanners attached to this machine.

Usage: proofdesk device list [--wait MS] [options]

Prints one JSON line each: {"id","kind","name","transport","state","simulated","fault","firmware"}.
No line means that none is attached.

Options:
  --wait MS                  how long to look for devices, in milliseconds (default 2000)
${deviceOptionsHelp}
Exit codes:
  0  it could look, whatever it found
  1  the driver process did not start
`;

export const command: Command = {
  help,
  options: { wait: { type: 'string', default: '2000' }, ...deviceOptions },
  async run({ values }, io) {
    const wait = Math.min(60_000, Math.max(0, Number(values.wait) || 0));
    const args = driverArguments(values);
    const drivers = superviseDrivers({ spawn: () => forkDrivers({ entry: driversEntry(), args }) });
    try {
      await pause(wait);
      if (drivers.health().state !== 'up') {
        await io.err('device/no-drivers: the driver process did not start\n');
        return 1;
      }
      for (const device of drivers.devices()) await io.out(`${JSON.stringify(device)}\n`);
      return 0;
    } finally {
      await drivers.stop();
    }
  },
};
