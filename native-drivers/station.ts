import { z } from 'zod';
import type { Device, DriverCalls, DriverEvents } from '../electron/contract/index.ts';
import { scanRequest, simulatorAction } from '../electron/contract/index.ts';
import { type EsclEndpoint, esclScanner } from './devices/escl-scanner.ts';
import { hidDevices } from './devices/hid-devices.ts';
import { serialDevices } from './devices/serial-devices.ts';
import type { NamedPort } from './devices/serial-profiles.ts';
import { type UsbDevice, usbDevices } from './devices/usb-devices.ts';
import type { PageCameraProfile } from './devices/usb-profiles.ts';
import { DriverError } from './errors.ts';
import type { Simulator } from './simulator/simulator.ts';
import type { HidTransport } from './transports/hid.ts';
import type { SerialTransport } from './transports/serial.ts';
import type { UsbTransport } from './transports/usb.ts';

type Answering<Calls> = {
  [K in keyof Calls]: Calls[K] extends (...args: infer A) => infer R ? (...args: A) => R | Promise<R> : never;
};

export interface DriverStationParts {
  hid: HidTransport[];
  serial?: SerialTransport[];
  /** Serial ports an operator has named, and what is attached to them. */
  namedPorts?: readonly NamedPort[];
  usb?: UsbTransport[];
  /** Page cameras an operator has named. */
  cameras?: readonly PageCameraProfile[];
  escl: EsclEndpoint[];
  simulator: Simulator | null;
  tell: DriverEvents;
}

export interface DriverStation {
  calls: Omit<Answering<DriverCalls>, 'quit'>;
  /** Closes every device; never rejects. */
  close(): Promise<void>;
}

/** Every device of this machine, real and simulated, in one list and behind one set of calls. */
export function driverStation(parts: DriverStationParts): DriverStation {
  const { hid, serial = [], namedPorts = [], usb = [], cameras = [], escl, simulator, tell } = parts;
  let announced = true;
  const list = (): Device[] => [
    ...buses.flatMap((bus) => bus.devices().map((device) => device.snapshot())),
    ...usbBuses.flatMap((bus) => bus.kept().filter(isOfUse)).map(({ device }) => device.snapshot()),
    ...scanners.filter((scanner) => scanner.seen).map((scanner) => scanner.device.snapshot()),
  ];
  // Several steps of one moment become one message.
  const changed = () => {
    if (!announced) return;
    announced = false;
    setImmediate(() => {
      announced = true;
      tell.devicesChanged(list());
    });
  };
  const events = {
    changed,
    readStarted: tell.readStarted,
    documentRead: tell.documentRead,
    readFailed: tell.readFailed,
  };
  const serialBuses = serial.map((bus) => serialDevices(bus, events, namedPorts));
  const buses = [
    ...[...hid, ...(simulator ? [simulator.hid] : [])].map((bus) => hidDevices(bus, events)),
    ...serialBuses,
  ];
  const usbBuses = usb.map((bus) => usbDevices(bus, events, { cameras }));
  const scanners = [...escl, ...(simulator?.escl ?? [])].map((endpoint) => esclScanner(endpoint, changed));
  const scannerOf = (id: string) => {
    const onUsb = usbBuses.flatMap((bus) => bus.kept().flatMap(({ scanner }) => scanner ?? []));
    const found = [...scanners, ...onUsb].find((one) => one.seen && one.device.snapshot().id === id);
    if (!found) throw new DriverError('drivers/unknown-device', 'no such page scanner');
    return found;
  };
  const stops = [
    simulator?.onChange((state) => {
      tell.simulatorChanged(state);
      for (const scanner of scanners) if (scanner.device.snapshot().simulated) void scanner.look();
    }),
    simulator?.onRemoved((source) => tell.documentRemoved(source)),
  ];

  return {
    calls: {
      list,
      ping: () => ({ pid: process.pid, residentBytes: process.memoryUsage.rss() }),
      scan(request) {
        const { device, dotsPerInch } = accept(scanRequest, request);
        return scannerOf(device).scan(dotsPerInch);
      },
      cancel(device) {
        scannerOf(accept(deviceName, device)).cancel();
      },
      trigger(device) {
        const id = accept(deviceName, device);
        const readers = [
          ...serialBuses.flatMap((bus) => bus.kept()),
          ...usbBuses.flatMap((bus) => bus.kept()),
        ];
        const found = readers.find((one) => one.device.snapshot().id === id);
        const reader = found && 'reader' in found ? found.reader : found;
        if (!reader)
          throw new DriverError('drivers/unknown-device', 'no such reader that can be told to read');
        return reader.trigger();
      },
      simulate(action) {
        if (!simulator) throw new DriverError('drivers/unknown-device', 'this station simulates nothing');
        return simulator.act(accept(simulatorAction, action));
      },
    },
    async close() {
      for (const stop of stops) stop?.();
      await Promise.allSettled([
        ...buses.map((bus) => bus.close()),
        ...usbBuses.map((bus) => bus.close()),
        ...scanners.map((scanner) => scanner.close()),
        simulator?.close(),
      ]);
    },
  };
}

/** A scanner that another program serves is no device here; one that may not be opened is, with its cure. */
function isOfUse({ scanner, device }: UsbDevice): boolean {
  return scanner === null || scanner.seen || device.connection.fault !== null;
}

const deviceName = z.string().max(120);

function accept<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const read = schema.safeParse(value);
  if (!read.success) throw new DriverError('drivers/malformed', 'the call was not understood');
  return read.data;
}
