import type { Device } from '../electron/contract/index.ts';
import { type EsclEndpoint, esclScanner } from './devices/escl-scanner.ts';
import { hidDevices } from './devices/hid-devices.ts';
import type { Keeper } from './devices/keeper.ts';
import { type PageScanner, type PageScannerParts, pageScanner } from './devices/page-scanner.ts';
import type { HidProfile } from './devices/profiles.ts';
import type { ReadingEvents } from './devices/reading.ts';
import { serialDevices } from './devices/serial-devices.ts';
import type { NamedPort } from './devices/serial-profiles.ts';
import type { PagesOf, SystemScanner } from './devices/system-scanners.ts';
import { type UsbDevice, type UsbDevicesOptions, usbDevices } from './devices/usb-devices.ts';
import { type WedgePlan, wedgeReader, wedgeReaderId } from './devices/wedge-reader.ts';
import { tapAdapter } from './recording/adapter.ts';
import { tapPages } from './recording/pages.ts';
import type { Tape } from './recording/recorder.ts';
import { tapHid, tapHttp, tapSerial, tapUsb } from './recording/taps.ts';
import { tapKeys } from './recording/wedge.ts';
import type { HidTransport } from './transports/hid.ts';
import { httpRequest } from './transports/http.ts';
import type { SerialTransport } from './transports/serial.ts';
import type { UsbTransport } from './transports/usb.ts';
import { superviseAdapter } from './vendor/adapter.ts';
import { type AdapterProcess, startAdapter } from './vendor/process.ts';

/** The devices of one kind of bus, as the station sees them. */
export interface Branch {
  list(): Device[];
  scanner(id: string): Pick<PageScanner, 'scan' | 'cancel'> | undefined;
  /** A reader that can be told to read. */
  reader(id: string): { trigger(): Promise<void> } | undefined;
  /** Never rejects. */
  close(): Promise<unknown>;
}

/** The tape that device is recorded on, or null. */
export type TapeOf = (id: string) => Tape | null;

const none = { scanner: () => undefined, reader: () => undefined };
const named = <One extends { device: { snapshot(): Device } }>(all: readonly One[], id: string) =>
  all.find(({ device }) => device.snapshot().id === id);

export function hidBranch(
  bus: HidTransport,
  events: ReadingEvents,
  tapeOf: TapeOf,
  readers: readonly HidProfile[] = [],
): Branch {
  const devices = hidDevices(bus, events, readers, (id, same, { id: profile }) => {
    const tape = tapeOf(id);
    return tape ? tapHid(id, same, tape, { profile }) : same;
  });
  return { ...none, list: () => devices.devices().map((one) => one.snapshot()), close: devices.close };
}

export function serialBranch(
  bus: SerialTransport,
  events: ReadingEvents,
  tapeOf: TapeOf,
  ports: readonly NamedPort[],
): Branch {
  const devices = serialDevices(bus, events, ports, (id, same, { id: profile }) => {
    const tape = tapeOf(id);
    return tape ? tapSerial(id, same, tape, { profile }) : same;
  });
  return {
    ...none,
    list: () => devices.devices().map((one) => one.snapshot()),
    reader: (id) => named(devices.kept(), id),
    close: devices.close,
  };
}

export function usbBranch(
  bus: UsbTransport,
  events: ReadingEvents,
  tapeOf: TapeOf,
  options: Omit<UsbDevicesOptions, 'portsOf' | 'httpOf'>,
): Branch {
  const devices = usbDevices(bus, events, {
    ...options,
    portsOf(id, same, profile) {
      // How often a scanner is asked for its state depends on the clock, so its questions are noted, not its transfers.
      const tape = profile.use === 'page-scanner' ? null : tapeOf(id);
      const more = profile.use === 'page-camera' ? { dotsPerInch: profile.dotsPerInch } : {};
      return tape ? tapUsb(id, same, tape, more) : same;
    },
    httpOf(id, base, http) {
      const tape = tapeOf(id);
      return tape ? tapHttp(id, 'Page scanner', base, http, tape) : http;
    },
  });
  return {
    list: () =>
      devices
        .kept()
        .filter(isOfUse)
        .map(({ device }) => device.snapshot()),
    scanner: (id) => named(devices.kept().filter(isOfUse), id)?.scanner ?? undefined,
    reader: (id) => named(devices.kept(), id)?.reader ?? undefined,
    close: devices.close,
  };
}

/** A scanner that another program serves is no device here; one that may not be opened is, with its cure. */
function isOfUse({ scanner, device, served }: UsbDevice): boolean {
  return scanner === null || (!served && (scanner.seen || device.connection.fault !== null));
}

/** Scanners that the system's own drivers reach. @param keep makes them, what goes to and fro with each noted */
export function systemBranch(
  keep: (pagesOf: PagesOf) => Keeper<SystemScanner<unknown>>,
  tapeOf: TapeOf,
): Branch {
  const devices = keep((scanner, source) => {
    const tape = tapeOf(scanner.id);
    return tape ? tapPages(scanner, source, tape) : source;
  });
  const seen = () => devices.kept().filter(({ scanner }) => scanner.seen);
  return {
    ...none,
    list: () => seen().map(({ device }) => device.snapshot()),
    scanner: (id) => named(seen(), id)?.scanner,
    close: devices.close,
  };
}

/** A scanner whose pages come from somewhere else than a bus. */
export type PagePlan = Pick<PageScannerParts, 'identity' | 'open'>;

export function pageBranch(plans: readonly PagePlan[], changed: () => void): Branch {
  const scanners = plans.map((plan) => pageScanner({ ...plan, changed }));
  return {
    ...none,
    list: () => scanners.filter(({ seen }) => seen).map(({ device }) => device.snapshot()),
    scanner: (id) => named(scanners, id),
    close: () => Promise.all(scanners.map((one) => one.close())),
  };
}

/** Readers that are keyboards. */
export function wedgeBranch(plans: readonly WedgePlan[], events: ReadingEvents, tapeOf: TapeOf): Branch {
  const readers = plans.map(({ layout, keys }, index) => {
    const id = wedgeReaderId(index + 1);
    const tape = tapeOf(id);
    return wedgeReader(id, layout, tape ? tapKeys(id, keys, tape, layout) : keys, events);
  });
  return {
    ...none,
    list: () => readers.map(({ device }) => device.snapshot()),
    async close() {
      for (const reader of readers) reader.close();
    },
  };
}

/** A vendor's adapter as somebody wants it run. */
export interface AdapterPlan {
  command: string;
  /** How it is started, where that is not as a process. */
  start?: () => AdapterProcess;
}

/** The devices behind a vendor's adapter. */
export function adapterBranch(
  { command, start = () => startAdapter(command) }: AdapterPlan,
  events: ReadingEvents & { documentRemoved(source: string): void },
  tapeOf: TapeOf,
): Branch {
  const adapter = superviseAdapter(command, events, { start: () => tapAdapter(start(), tapeOf) });
  return {
    list: () => adapter.devices().map((one) => one.snapshot()),
    // Its maker's library knows best at which resolution it reads.
    scanner: (id) =>
      adapter.has(id) ? { scan: () => adapter.scan(id), cancel: () => adapter.cancel(id) } : undefined,
    reader: (id) => (adapter.has(id) ? { trigger: () => adapter.trigger(id) } : undefined),
    close: adapter.close,
  };
}

/** Page scanners at addresses; one at which nothing has ever answered is no device. */
export function endpointBranch(
  endpoints: readonly EsclEndpoint[],
  changed: () => void,
  tapeOf: TapeOf,
): Branch & { look(): void } {
  const scanners = endpoints.map((endpoint) => {
    const { id, base, http = httpRequest } = endpoint;
    const tape = tapeOf(id);
    const tapped = tape ? tapHttp(id, 'Page scanner', base, http, tape) : http;
    return esclScanner(endpoint, changed, { http: tapped });
  });
  const seen = () => scanners.filter((one) => one.seen);
  return {
    ...none,
    list: () => seen().map(({ device }) => device.snapshot()),
    scanner: (id) => named(seen(), id),
    look() {
      for (const one of scanners) void one.look();
    },
    close: () => Promise.all(scanners.map((one) => one.close())),
  };
}
