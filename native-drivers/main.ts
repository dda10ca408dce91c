import { parseArgs } from 'node:util';
import { type DriverCalls, type DriverEvents, link } from '../electron/contract/index.ts';
import { esclEndpoint } from './devices/escl-scanner.ts';
import { namedPort } from './devices/serial-profiles.ts';
import { namedCamera } from './devices/usb-profiles.ts';
import { processChannel } from './process-channel.ts';
import { SimulatorError } from './simulator/errors.ts';
import {
  type Simulator,
  type SimulatorOptions,
  simulatedDevices,
  startSimulator,
} from './simulator/simulator.ts';
import { type DriverStation, driverStation } from './station.ts';
import { nodeHidTransport } from './transports/node-hid.ts';
import { nodePcscTransport } from './transports/node-pcsc.ts';
import { nodeSerialTransport } from './transports/node-serial.ts';
import { nodeUsbTransport } from './transports/node-usb.ts';

/**
 * The driver process. It talks to every device of the station and may die of it: the host starts it again.
 *
 * `--simulate --specimens DIR --webcam FILE` adds simulated devices; `--escl URL` (repeatable) names page scanners,
 * by default the one ipp-usb serves on this machine; `--serial PATH[=PROFILE]` (repeatable) names readers at ports
 * whose device is not known by its USB ids, and `--page-camera VVVV:PPPP@DPI` (repeatable) still cameras over a table.
 */
const { values } = parseArgs({
  args: process.argv.slice(2),
  strict: false,
  options: {
    simulate: { type: 'boolean', default: false },
    specimens: { type: 'string' },
    webcam: { type: 'string' },
    serial: { type: 'string', multiple: true, default: [] },
    'page-camera': { type: 'string', multiple: true, default: [] },
    escl: { type: 'string', multiple: true, default: ['http://localhost:60000/eSCL'] },
  },
});
const text = (value: unknown) => (typeof value === 'string' ? value : null);

const channel = processChannel();
let station: DriverStation | null = null;
let quitting = false;

/** Leaves within a second, devices closed if they let themselves be: a native read left open can hang the exit. */
function quit(): void {
  if (quitting) return;
  quitting = true;
  setTimeout(() => process.exit(0), 800);
  void Promise.resolve(station?.close()).finally(() => process.exit(0));
}
channel.onClose(quit);
process.on('SIGTERM', quit);
process.on('SIGINT', quit);

// Nobody waits for the answer to an event, and there may be nobody left to hear it.
const tell = Object.fromEntries(
  (
    [
      'devicesChanged',
      'readStarted',
      'documentRead',
      'readFailed',
      'documentRemoved',
      'chipPresent',
      'chipGone',
      'simulatorChanged',
    ] satisfies (keyof DriverEvents)[]
  ).map((name) => [
    name,
    (body: never) => {
      if (!quitting) rpc.remote[name](body).catch(() => {});
    },
  ]),
) as unknown as DriverEvents;

/** `PROOFDESK_SIMULATED_DEVICES=page-scanner` makes a station that has nothing else. */
function chosenDevices(): Pick<SimulatorOptions, 'devices'> {
  const chosen = process.env.PROOFDESK_SIMULATED_DEVICES?.split(',');
  return chosen ? { devices: simulatedDevices.filter((device) => chosen.includes(device)) } : {};
}

/** A simulated station that lacks its people or its camera still has its readers; real devices must not suffer. */
async function simulated(options: SimulatorOptions): Promise<Simulator> {
  try {
    return await startSimulator(options);
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error;
    const missing = error.code === 'simulator/no-camera' ? 'webcam' : 'specimens';
    if (options[missing] === null) throw error;
    console.error(`drivers: ${error.code}: ${error.message}`);
    return simulated({ ...options, [missing]: null });
  }
}

const simulator = values.simulate
  ? await simulated({ specimens: text(values.specimens), webcam: text(values.webcam), ...chosenDevices() })
  : null;
const texts = (value: unknown) => (Array.isArray(value) ? value : []).map(text).filter((one) => one !== null);
/** What an operator has named; what cannot be meant is said and left out, for the other devices must not suffer. */
const named = <T>(option: string, read: (text: string) => T | null): T[] =>
  texts(values[option]).flatMap((name) => {
    const meant = read(name);
    if (meant === null) console.error(`drivers: --${option} ${name}: there is no such thing`);
    return meant ?? [];
  });
const namedPorts = named('serial', namedPort);
station = driverStation({
  hid: [nodeHidTransport()],
  serial: [nodeSerialTransport({ named: namedPorts.map(({ path }) => path) })],
  namedPorts,
  usb: [nodeUsbTransport()],
  pcsc: [nodePcscTransport()],
  cameras: named('page-camera', namedCamera),
  escl: texts(values.escl)
    .filter((url) => URL.canParse(url))
    .map((url) => esclEndpoint(new URL(url))),
  simulator,
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
