import { z } from 'zod';
import type { Device, DriverCalls, DriverEvents } from '../electron/contract/index.ts';
import {
  chipRequest,
  keyBurst,
  scanRequest,
  simulatorAction,
  transmitRequest,
} from '../electron/contract/index.ts';
import {
  type AdapterPlan,
  adapterBranch,
  type Branch,
  endpointBranch,
  hidBranch,
  type PagePlan,
  pageBranch,
  serialBranch,
  systemBranch,
  usbBranch,
  wedgeBranch,
} from './branches.ts';
import { chipsOf } from './chips.ts';
import type { EsclEndpoint } from './devices/escl-scanner.ts';
import type { HidProfile } from './devices/profiles.ts';
import type { NamedPort } from './devices/serial-profiles.ts';
import { saneScanners, wiaScanners } from './devices/system-scanners.ts';
import type { PageCameraProfile } from './devices/usb-profiles.ts';
import type { WedgePlan } from './devices/wedge-reader.ts';
import type { WiaDevice } from './devices/wia-scanner.ts';
import { DriverError } from './errors.ts';
import type { KeyLayout } from './protocols/key-layouts.ts';
import type { SaneDevice } from './protocols/sane.ts';
import type { Tape } from './recording/recorder.ts';
import type { Simulator } from './simulator/simulator.ts';
import type { Bus } from './transports/bus.ts';
import type { HidTransport } from './transports/hid.ts';
import { windowKeys } from './transports/keyboard-wedge.ts';
import type { PcscTransport } from './transports/pcsc.ts';
import type { SerialTransport } from './transports/serial.ts';
import type { UsbTransport } from './transports/usb.ts';

type Answering<Calls> = {
  [K in keyof Calls]: Calls[K] extends (...args: infer A) => infer R ? (...args: A) => R | Promise<R> : never;
};

export interface DriverStationParts {
  hid: HidTransport[];
  /** HID readers an operator has named, where their usage page is their maker's own. */
  hidReaders?: readonly HidProfile[];
  serial?: SerialTransport[];
  /** Serial ports an operator has named, and what is attached to them. */
  namedPorts?: readonly NamedPort[];
  usb?: UsbTransport[];
  pcsc?: PcscTransport[];
  /** Page cameras an operator has named. */
  cameras?: readonly PageCameraProfile[];
  /** Whether another program serves the scanners on USB; by default ipp-usb is looked for. */
  served?: () => Promise<boolean>;
  escl: EsclEndpoint[];
  /** Scanners of SANE and of Windows, where they are a way to a scanner that has no other. */
  sane?: Bus<SaneDevice>;
  wia?: Bus<WiaDevice>;
  /** Scanners whose pages come from somewhere else. */
  pages?: readonly PagePlan[];
  /** Adapters of vendors (docs/vendor-adapter.md). */
  adapters?: readonly AdapterPlan[];
  /** The layout of the reader that types into the windows; without it nobody takes keys. */
  keyboard?: KeyLayout;
  /** Readers that are keyboards and type elsewhere. */
  wedges?: readonly WedgePlan[];
  simulator: Simulator | null;
  /** Writes down what goes to and fro with one device. */
  recorder?: { device: string; tape: Tape };
  tell: DriverEvents;
}

export interface DriverStation {
  calls: Omit<Answering<DriverCalls>, 'quit'>;
  /** Closes every device; never rejects. */
  close(): Promise<void>;
}

/** Every device of this machine, real and simulated, in one list and behind one set of calls. */
export function driverStation(parts: DriverStationParts): DriverStation {
  const { simulator, recorder, tell } = parts;
  const tapeOf = (id: string) => (recorder?.device === id ? recorder.tape : null);
  let announced = true;
  const list = (): Device[] => [...branches.flatMap((branch) => branch.list()), ...chips.list()];
  // Several steps of one moment become one message.
  const changed = () => {
    if (!announced) return;
    announced = false;
    setImmediate(() => {
      announced = true;
      tell.devicesChanged(list());
    });
  };
  const { readStarted, documentRead, readFailed } = tell;
  const events = { changed, readStarted, documentRead, readFailed };
  const simulated = endpointBranch(simulator?.escl ?? [], changed, tapeOf);
  const { namedPorts = [], hidReaders = [], cameras = [], served, sane, wia } = parts;
  const typed = parts.keyboard ? { layout: parts.keyboard, keys: windowKeys() } : null;
  const branches: Branch[] = [
    ...[...parts.hid, ...(simulator ? [simulator.hid] : [])].map((bus) =>
      hidBranch(bus, events, tapeOf, hidReaders),
    ),
    ...(parts.serial ?? []).map((bus) => serialBranch(bus, events, tapeOf, namedPorts)),
    ...[...(parts.usb ?? []), ...(simulator?.usb ?? [])].map((bus) =>
      usbBranch(bus, events, tapeOf, { cameras, ...(served && { served }) }),
    ),
    ...(sane ? [systemBranch((pagesOf) => saneScanners(sane, changed, undefined, pagesOf), tapeOf)] : []),
    ...(wia ? [systemBranch((pagesOf) => wiaScanners(wia, changed, undefined, pagesOf), tapeOf)] : []),
    ...(parts.adapters ?? []).map((plan) =>
      adapterBranch(plan, { ...events, documentRemoved: tell.documentRemoved }, tapeOf),
    ),
    pageBranch(parts.pages ?? [], changed),
    wedgeBranch([...(typed ? [typed] : []), ...(parts.wedges ?? [])], events, tapeOf),
    endpointBranch(parts.escl, changed, tapeOf),
    simulated,
  ];
  const { chipPresent, chipGone } = tell;
  const chips = chipsOf(
    [...(parts.pcsc ?? []), ...(simulator?.pcsc ?? [])],
    { changed, chipPresent, chipGone },
    tapeOf,
  );
  const first = <T>(find: (branch: Branch) => T | undefined, what: string): T => {
    for (const branch of branches) {
      const found = find(branch);
      if (found) return found;
    }
    throw new DriverError('drivers/unknown-device', `no such ${what}`);
  };
  /** What the host wants of a device, so that a replay can want it again. */
  const asked = (device: string, what: Record<string, unknown>) => tapeOf(device)?.note('asked', what);
  const stops = [
    simulator?.onChange((state) => {
      tell.simulatorChanged(state);
      simulated.look();
    }),
    simulator?.onRemoved((source) => tell.documentRemoved(source)),
  ];

  return {
    calls: {
      list,
      ping: () => ({ pid: process.pid, residentBytes: process.memoryUsage.rss() }),
      scan(request) {
        const { device, dotsPerInch } = accept(scanRequest, request);
        const scanner = first((branch) => branch.scanner(device), 'page scanner');
        asked(device, { do: 'scan', dotsPerInch });
        return scanner.scan(dotsPerInch);
      },
      cancel(name) {
        const device = accept(deviceName, name);
        const scanner = first((branch) => branch.scanner(device), 'page scanner');
        asked(device, { do: 'cancel' });
        scanner.cancel();
      },
      trigger(name) {
        const device = accept(deviceName, name);
        const reader = first((branch) => branch.reader(device), 'reader that can be told to read');
        asked(device, { do: 'trigger' });
        return reader.trigger();
      },
      openChip(request) {
        const { device } = accept(chipRequest, request);
        return chips.open(device);
      },
      transmit(request) {
        const { device, command } = accept(transmitRequest, request);
        return chips.transmit(device, command);
      },
      resetChip: (request) => chips.reset(accept(chipRequest, request).device),
      closeChip: (request) => chips.closeChip(accept(chipRequest, request).device),
      keys(burst) {
        if (!typed)
          throw new DriverError('drivers/unknown-device', 'no reader of this station is a keyboard');
        typed.keys.typed(accept(keyBurst, burst));
      },
      simulate(action) {
        if (!simulator) throw new DriverError('drivers/unknown-device', 'this station simulates nothing');
        return simulator.act(accept(simulatorAction, action));
      },
    },
    async close() {
      for (const stop of stops) stop?.();
      await Promise.allSettled([
        ...branches.map((branch) => branch.close()),
        chips.close(),
        simulator?.close(),
      ]);
    },
  };
}

const deviceName = z.string().max(120);

function accept<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const read = schema.safeParse(value);
  if (!read.success) throw new DriverError('drivers/malformed', 'the call was not understood');
  return read.data;
}
