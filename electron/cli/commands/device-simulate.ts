import { join } from 'node:path';
import { simulatorAction } from '../../contract/index.ts';
import { forkDrivers, superviseDrivers } from '../../host/station/index.ts';
import type { Command } from '../command.ts';
import { driversUp } from '../device/drivers-up.ts';
import { untilInterrupted } from '../device/interrupt.ts';
import { jsonLines } from '../device/json-lines.ts';
import { failedLine, readingLine, startedLine } from '../device/lines.ts';
import { secondsIn } from '../device/seconds.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import { driversEntry, programRoot } from '../places.ts';

const help = `Stand in for a device that is not there: it speaks the real protocol, at a real interface.

Usage: proofdesk device simulate NAME [--seconds N] [--specimens DIR]

NAME is
  page-scanner           a flat bed that speaks eSCL; {"simulated", "url"} says where
  lines, bare-lines, elyctis, honeywell, newland
                         a reader at a serial port, by what it speaks; {"simulated", "path", "profile"} says at which,
                         to be named as device watch --serial PATH=PROFILE (Linux)

  mrz-reader, barcode-reader, chip-reader, page-camera
                         no program can plug these in for another one: they are simulated inside a driver process of
                         their own; {"simulated", "device"} names it, and what that process reads follows as device
                         watch prints it

What happens to it is told on standard input, one JSON object a line. A serial reader takes
  {"do": "show", "lines": ["…", "…"]}, {"do": "remove"}, {"do": "unplug"}
  {"do": "fault", "fault": F}   garbage, half, slow, wrong-order, endless, duplicate, stuck, or null
The others take what the station panel does, as
  {"type": "present", "person": "amara", "document": "passport"}, {"type": "break", "device": ID, "fault": F}
  F: none, garbage, slow, unplug-mid-read, half-frame, wrong-order, endless, duplicate, stuck, crash, hang,
     and for a page scanner cover-open, jam, for an MRZ reader wrong-check-digit; one that a device cannot have is refused
Each is answered with {"did"} or {"refused"}.

Options:
  --seconds N      end after that time
  --specimens DIR  the people whose documents are laid on the scanner (default: those of Proofdesk)
  -h, --help       This text

Exit codes:
  0  interrupted, or the time is over
  1  it cannot be simulated here
  2  the command line was not understood
`;

/** One thing that is to happen; says what it was, or throws. */
type Act = (order: unknown) => Promise<string>;

async function serialReader(name: string, io: CliIo): Promise<{ act: Act; close(): Promise<void> }> {
  const { sendingFaults, simulateSerial, simulatedSerialNames } = await import(
    '../../../native-drivers/index.ts'
  );
  const known = simulatedSerialNames.find((one) => one === name);
  if (!known)
    throw new UsageError('cli/bad-arguments', 'no such device; see proofdesk device simulate --help');
  const reader = await simulateSerial(known);
  const { path, profile } = reader;
  await io.out(`${JSON.stringify({ simulated: name, path, profile })}\n`);
  return {
    async act(order) {
      const { do: what, lines, fault } = order as { do?: unknown; lines?: unknown; fault?: unknown };
      if (what === 'show' && Array.isArray(lines)) reader.show(lines.map(String));
      else if (what === 'remove') reader.remove();
      else if (what === 'unplug') await reader.unplug();
      else if (what === 'fault') {
        const meant = sendingFaults.find((one) => one === fault);
        if (!meant && fault !== null) throw new Error('no such fault');
        reader.fault(meant ?? null);
      } else throw new Error('not understood');
      return String(what);
    },
    close: reader.unplug,
  };
}

async function pageScanner(specimens: string, io: CliIo): Promise<{ act: Act; close(): Promise<void> }> {
  const { startSimulator } = await import('../../../native-drivers/index.ts');
  const simulator = await startSimulator({ devices: ['page-scanner'], specimens, webcam: null });
  const url = simulator.escl[0]?.base.href;
  await io.out(`${JSON.stringify({ simulated: 'page-scanner', url })}\n`);
  return {
    async act(order) {
      const read = simulatorAction.safeParse(order);
      if (!read.success) throw new Error('not understood');
      await simulator.act(read.data);
      return read.data.type;
    },
    close: () => simulator.close(),
  };
}

/** Simulated by a driver process, as in a station without devices; this is the program that speaks with it. */
async function withinDrivers(
  name: string,
  device: string,
  specimens: string,
  io: CliIo,
): Promise<{ act: Act; close(): Promise<void> }> {
  const args = ['--simulate', '--specimens', specimens];
  const env = { ...process.env, PROOFDESK_SIMULATED_DEVICES: name };
  const drivers = superviseDrivers({ spawn: () => forkDrivers({ entry: driversEntry(), args, env }) });
  const tell = (line: string) => void io.out(line).catch(() => {});
  await driversUp(drivers);
  await io.out(`${JSON.stringify({ simulated: name, device })}\n`);
  drivers.on('readStarted', (source) => tell(startedLine(source)));
  drivers.on('documentRead', (read) => tell(readingLine(read, false)));
  drivers.on('readFailed', (failure) => tell(failedLine(failure)));
  return {
    async act(order) {
      const read = simulatorAction.safeParse(order);
      if (!read.success) throw new Error('not understood');
      await drivers.simulate(read.data);
      return read.data.type;
    },
    close: () => drivers.stop(),
  };
}

export const command: Command = {
  help,
  options: { seconds: { type: 'string' }, specimens: { type: 'string' } },
  allowPositionals: true,
  async run({ values, positionals }, io) {
    const [name = '', ...more] = positionals;
    if (!name || more.length > 0) throw new UsageError('cli/bad-arguments', 'it takes NAME');
    const seconds = secondsIn(values.seconds);
    const { barcodeReaderId, chipReaderId, pageCameraId, passportReaderId } = await import(
      '../../../native-drivers/index.ts'
    );
    const specimens = String(values.specimens ?? join(programRoot(), 'resources/specimens'));
    const inside = new Map<string, string>([
      ['mrz-reader', passportReaderId],
      ['barcode-reader', barcodeReaderId],
      ['chip-reader', chipReaderId],
      ['page-camera', pageCameraId],
    ]).get(name);
    const start = () => {
      if (inside !== undefined) return withinDrivers(name, inside, specimens, io);
      return name === 'page-scanner' ? pageScanner(specimens, io) : serialReader(name, io);
    };
    const { act, close } = await start();
    const interrupt = untilInterrupted(seconds);
    try {
      for await (const order of jsonLines(io.stdin, interrupt.over)) {
        const answer = await Promise.resolve(order ?? {})
          .then(act)
          .then(
            (did) => ({ did }),
            (error: Error) => ({ refused: error.message }),
          );
        await io.out(`${JSON.stringify(answer)}\n`);
      }
      // Whoever gave no orders wants it to stay.
      await interrupt.over;
      return EXIT_OK;
    } finally {
      interrupt.release();
      await close();
    }
  },
};
