import { existsSync } from 'node:fs';
import { CodedError } from '../../contract/errors.ts';
import { forkDrivers, superviseDrivers } from '../../host/station/index.ts';
import { keyFrom } from '../chip/access-key.ts';
import type { Command } from '../command.ts';
import { deviceOptions, deviceOptionsHelp, driverArguments } from '../device/drivers-options.ts';
import { driversUp } from '../device/drivers-up.ts';
import { untilInterrupted } from '../device/interrupt.ts';
import { readChipsOn } from '../device/read-chip.ts';
import { secondsIn } from '../device/seconds.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import { driversEntry } from '../places.ts';

const help = `Write down what goes to and fro with a device, until interrupted: a text file for support.

Usage: proofdesk device record ID FILE [--mask] [--seconds N] [--scan DPI | --mrz LINES | --can N]

ID is that of device list. Read a document meanwhile, pull the cable, whatever goes wrong. Only its owner may read the
file. Without --mask it holds everything that was read: personal data. That is so of a chip as well: its files are sealed
with a key made of the document's number and dates, which can be found by trying. With --mask a chip's recording keeps the
kinds of commands, the names of files and the status words, so it shows where a reading went wrong; the kiosk's own reading
cannot be played with it, nor with an unmasked one, for what it says to a chip is sealed anew each time.

Options:
  --mask                     replace personal data by something of the same length, with check digits that fit as before;
                             then nothing is written before the end
  --seconds N                end after that time, from when the drivers run
  --scan DPI                 scan a page as soon as the device is ready
  --mrz LINES, --can N       read each chip laid on the reader with that key, as chip read does
${deviceOptionsHelp}  -h, --help                 This text

Exit codes:
  0  the recording was written
  1  nothing was recorded, or it cannot be written
  2  the command line was not understood
`;

export const command: Command = {
  help,
  options: {
    mask: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    scan: { type: 'string' },
    mrz: { type: 'string' },
    can: { type: 'string' },
    ...deviceOptions,
  },
  allowPositionals: true,
  async run({ values, positionals }, io) {
    const [id = '', file = '', ...more] = positionals;
    if (!id || !file || more.length > 0) throw new UsageError('cli/bad-arguments', 'it takes ID and FILE');
    if (existsSync(file)) throw new CodedError('recording/exists', 'there is such a file already');
    const dotsPerInch = values.scan === undefined ? null : Number(values.scan);
    if (dotsPerInch !== null && !(dotsPerInch >= 75 && dotsPerInch <= 1200)) {
      throw new UsageError('cli/bad-arguments', '--scan takes a number from 75 to 1200');
    }
    const wantsChip = values.mrz !== undefined || values.can !== undefined;
    const key = wantsChip ? (await keyFrom(values, io, 'device record')).key : null;
    const mask = values.mask === true;
    const args = [...driverArguments(values), '--record', `${id}=${file}`, ...(mask ? ['--mask'] : [])];
    if (!mask) await io.err('proofdesk: the recording will hold personal data; --mask replaces it\n');
    const seconds = secondsIn(values.seconds);
    const drivers = superviseDrivers({ spawn: () => forkDrivers({ entry: driversEntry(), args }) });
    const interrupt = untilInterrupted(seconds, driversUp(drivers));
    if (key) {
      readChipsOn(drivers, id, key, (code) => void io.err(`proofdesk: ${code ?? 'the chip was read'}\n`));
    }
    let scanned = dotsPerInch === null;
    drivers.on('devicesChanged', (devices) => {
      if (scanned || !devices.some((one) => one.id === id && one.state === 'ready')) return;
      scanned = true;
      drivers.scan({ device: id, dotsPerInch: dotsPerInch ?? 300 }).catch(() => {});
    });
    try {
      await interrupt.over;
    } finally {
      interrupt.release();
      await drivers.stop();
    }
    const { openRecording } = await import('../../../native-drivers/index.ts');
    const recording = existsSync(file) ? await openRecording(file).catch(() => null) : null;
    if (!recording)
      throw new CodedError('recording/empty', 'that device was not there, nothing was recorded');
    const { device, entries, masked } = recording;
    await io.out(`${JSON.stringify({ recorded: device.id, steps: entries.length, masked, file })}\n`);
    return EXIT_OK;
  },
};
