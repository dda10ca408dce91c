import type { z } from 'zod';
import type { Device, DriverCalls, DriverEvents } from '../electron/contract/index.ts';
import { scanRequest, simulatorAction } from '../electron/contract/index.ts';
import { type EsclEndpoint, esclScanner } from './devices/escl-scanner.ts';
import { hidDevices } from './devices/hid-devices.ts';
import { serialDevices } from './devices/serial-devices.ts';
import type { NamedPort } from './devices/serial-profiles.ts';
import { DriverError } from './errors.ts';
import type { Simulator } from './simulator/simulator.ts';
import type { HidTransport } from './transports/hid.ts';
import type { SerialTransport } from './transports/serial.ts';

type Answering<Calls> = {
  [K in keyof Calls]: Calls[K] extends (...args: infer A) => infer R ? (...args: A) => R | Promise<R> : never;
};

export interface DriverStationParts {
  hid: HidTransport[];
  serial?: SerialTransport[];
  /** Serial ports an operator has named, and what is attached to them. */
  namedPorts?: readonly NamedPort[];
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
  const { hid, serial = [], escl, simulator, tell } = parts;
  let announced = true;
  const list = (): Device[] => [
    ...buses.flatMap((bus) => bus.devices().map((device) => device.snapshot())),
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
  const buses = [
    ...[...hid, ...(simulator ? [simulator.hid] : [])].map((bus) => hidDevices(bus, events)),
    ...serial.map((bus) => serialDevices(bus, events, parts.namedPorts)),
  ];
  const scanners = [...escl, ...(simulator?.escl ?? [])].map((endpoint) => esclScanner(endpoint, changed));
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
        const scanner = scanners.find((one) => one.seen && one.device.snapshot().id === device);
        if (!scanner) throw new DriverError('drivers/unknown-device', 'no such page scanner');
        return scanner.scan(dotsPerInch);
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
        ...scanners.map((scanner) => scanner.close()),
        simulator?.close(),
      ]);
    },
  };
}

function accept<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const read = schema.safeParse(value);
  if (!read.success) throw new DriverError('drivers/malformed', 'the call was not understood');
  return read.data;
}
