import { type DriverCalls, type DriverEvents, driverEventNames, link } from '../electron/contract/index.ts';
import { driverOptions } from './options.ts';
import { processChannel } from './process-channel.ts';
import { SimulatorError } from './simulator/errors.ts';
import type { Simulator, SimulatorOptions } from './simulator/simulator.ts';
import { type DriverStation, driverStation } from './station.ts';
import { nodeHidTransport } from './transports/node-hid.ts';
import { nodePcscTransport } from './transports/node-pcsc.ts';
import { nodeSerialTransport } from './transports/node-serial.ts';
import { nodeUsbTransport } from './transports/node-usb.ts';

const complain = (complaint: string) => console.error(`drivers: ${complaint}`);

/** The driver process. It talks to every device of the station and may die of it: the host starts it again. */
const options = driverOptions(process.argv.slice(2), complain);
// Few stations record or replay, and all are to be back soon after a crash.
const ordered = options.record || options.replay.length > 0 ? await import('./recording/ordered.ts') : null;
const recorder = ordered?.orderedRecorder(options, complain) ?? null;
const replays = (await ordered?.orderedReplays(options, complain)) ?? [];

const channel = processChannel();
let station: DriverStation | null = null;
let quitting = false;

/** Leaves within a second, devices closed if they let themselves be: a native read left open can hang the exit. */
function quit(): void {
  if (quitting) return;
  quitting = true;
  setTimeout(() => process.exit(0), 800);
  void Promise.resolve(station?.close()).finally(() => {
    finishRecording();
    process.exit(0);
  });
}

/** Also when the devices would not let themselves be closed in time. */
function finishRecording(): void {
  try {
    recorder?.finish();
  } catch (error) {
    complain((error as Error).message);
  }
}
process.on('exit', finishRecording);
channel.onClose(quit);
process.on('SIGTERM', quit);
process.on('SIGINT', quit);

// Nobody waits for the answer to an event, and there may be nobody left to hear it.
const tell = Object.fromEntries(
  driverEventNames.map((name) => [
    name,
    (body: never) => {
      if (!quitting) rpc.remote[name](body).catch(() => {});
    },
  ]),
) as unknown as DriverEvents;

/** `PROOFDESK_SIMULATED_DEVICES=page-scanner` makes a station that has nothing else. */
async function chosenDevices(): Promise<Pick<SimulatorOptions, 'devices'>> {
  const { simulatedDevices } = await import('./simulator/simulator.ts');
  const chosen = process.env.PROOFDESK_SIMULATED_DEVICES?.split(',');
  return chosen ? { devices: simulatedDevices.filter((device) => chosen.includes(device)) } : {};
}

/** A simulated station that lacks its people or its camera still has its readers; real devices must not suffer. */
async function simulated(options: SimulatorOptions): Promise<Simulator> {
  // Most stations simulate nothing, and are to be back soon after a crash.
  const { startSimulator } = await import('./simulator/simulator.ts');
  try {
    return await startSimulator(options);
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error;
    const missing = error.code === 'simulator/no-camera' ? 'webcam' : 'specimens';
    if (options[missing] === null) throw error;
    complain(`${error.code}: ${error.message}`);
    return simulated({ ...options, [missing]: null });
  }
}

const { named } = options;
const simulator = options.simulate
  ? await simulated({ specimens: options.specimens, webcam: options.webcam, ...(await chosenDevices()) })
  : null;
station = driverStation({
  ...named,
  hid: [nodeHidTransport(), ...replays.flatMap(({ parts }) => parts.hid ?? [])],
  hidReaders: [...(named.hidReaders ?? []), ...replays.flatMap(({ parts }) => parts.hidReaders ?? [])],
  serial: [
    nodeSerialTransport({ named: (named.namedPorts ?? []).map(({ path }) => path) }),
    ...replays.flatMap(({ parts }) => parts.serial ?? []),
  ],
  namedPorts: [...(named.namedPorts ?? []), ...replays.flatMap(({ parts }) => parts.namedPorts ?? [])],
  usb: [nodeUsbTransport(), ...replays.flatMap(({ parts }) => parts.usb ?? [])],
  cameras: [...(named.cameras ?? []), ...replays.flatMap(({ parts }) => parts.cameras ?? [])],
  escl: [...named.escl, ...replays.flatMap(({ parts }) => parts.escl ?? [])],
  adapters: [...(named.adapters ?? []), ...replays.flatMap(({ parts }) => parts.adapters ?? [])],
  pages: replays.flatMap(({ parts }) => parts.pages ?? []),
  wedges: replays.flatMap(({ parts }) => parts.wedges ?? []),
  pcsc: [
    nodePcscTransport({ tell: ({ message }) => complain(`no chip readers: ${message}`) }),
    ...replays.flatMap(({ parts }) => parts.pcsc ?? []),
  ],
  simulator,
  ...(recorder && options.record && { recorder: { device: options.record.device, tape: recorder } }),
  tell,
});
const calls: { [K in keyof DriverCalls]: unknown } = {
  ...station.calls,
  quit() {
    // After the answer has left.
    setImmediate(quit);
  },
};
const rpc = link<DriverEvents>(channel, calls);
if (simulator) tell.simulatorChanged(simulator.state());
