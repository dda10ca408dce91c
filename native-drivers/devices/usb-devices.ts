import { DeviceError } from '../errors.ts';
import { esclClient } from '../protocols/escl/client.ts';
import type { HttpClient } from '../transports/http.ts';
import type { UsbInfo, UsbTransport } from '../transports/usb.ts';
import { openUsbHttp } from '../transports/usb-http.ts';
import { openUsbPipe } from '../transports/usb-pipe.ts';
import { esclSource } from './escl-scanner.ts';
import { ippUsbRuns } from './ipp-usb-daemon.ts';
import { deviceId, type Keeper, type KeptDevice, keepDevices } from './keeper.ts';
import { type PageScanner, pageScanner } from './page-scanner.ts';
import { pluggedScanner } from './plugged-scanner.ts';
import { openPtpCamera } from './ptp-camera.ts';
import type { ReadingEvents } from './reading.ts';
import { type StreamReader, streamReader } from './stream-reader.ts';
import {
  type PageCameraProfile,
  type UsbProfile,
  type UsbReaderProfile,
  usbProfileOf,
} from './usb-profiles.ts';

export interface UsbDevice extends KeptDevice<UsbInfo> {
  /** Of a device that takes pictures of pages. */
  readonly scanner: PageScanner | null;
  /** Another program has it: to be reached through that. */
  readonly served: boolean;
  /** Of a reader. */
  readonly reader: StreamReader<UsbInfo> | null;
}

export interface UsbDevicesOptions {
  /** Page cameras an operator has named. */
  cameras?: readonly PageCameraProfile[];
  /** Whether another program serves scanners on USB already. */
  served?: () => Promise<boolean>;
  /** The transport the device of that id is opened through, where that is not the bus itself. */
  portsOf?: (id: string, bus: UsbTransport, profile: UsbProfile) => UsbTransport;
  /** How the scanner of that id is asked, where that is not over its pipes alone. */
  httpOf?: (id: string, base: URL, http: HttpClient) => HttpClient;
}

/** On a pipe there is no host, but there is a path. */
const onPipe = new URL('http://localhost/eSCL');

/** Keeps one device for every USB device that has a profile. */
export function usbDevices(
  bus: UsbTransport,
  events: ReadingEvents,
  options: UsbDevicesOptions = {},
): Keeper<UsbDevice> {
  const { cameras = [], served = ippUsbRuns, portsOf = (_, same) => same } = options;
  const { httpOf = (_, __, same) => same } = options;
  return keepDevices(bus, {
    keyOf: ({ path, vendorId, productId, serialNumber }) =>
      `${path} ${vendorId}:${productId} ${serialNumber}`,
    idOf: (info, rank) => deviceId('usb', info, rank),
    profileOf: (info: UsbInfo) => usbProfileOf(info, cameras),
    make(id, first, profile, lost) {
      const ports = portsOf(id, bus, profile);
      return profile.use === 'reader'
        ? usbReader(id, profile, first, ports, { ...events, lost })
        : usbScanner(id, profile, first, ports, events, { served, httpOf });
    },
  });
}

function usbReader(
  id: string,
  profile: UsbReaderProfile,
  first: UsbInfo,
  bus: UsbTransport,
  events: ReadingEvents & { lost(): void },
): UsbDevice {
  const reader = streamReader<UsbInfo>(
    id,
    profile,
    first,
    {
      transport: 'usb',
      simulated: bus.simulated,
      nameOf: ({ product }) => product,
      ways: (info) => [
        async () => {
          const face = info.interfaces.find(({ code }) => code.join() === profile.match.code.join());
          if (!face) throw new DeviceError('device/protocol', 'the device has not the interface of its kind');
          return opened(bus, info, (port) => openUsbPipe(port, face));
        },
      ],
    },
    events,
  );
  return Object.assign(reader, { scanner: null, served: false, reader });
}

function usbScanner(
  id: string,
  profile: Exclude<UsbProfile, UsbReaderProfile>,
  first: UsbInfo,
  bus: UsbTransport,
  events: ReadingEvents,
  { served, httpOf }: Required<Pick<UsbDevicesOptions, 'served' | 'httpOf'>>,
): UsbDevice {
  const look = async () => {
    kept.served = await served();
    return kept.served;
  };
  const make = (attached: () => UsbInfo | null) =>
    pageScanner({
      identity: { id, name: first.product || profile.name, transport: 'usb', simulated: bus.simulated },
      changed: events.changed,
      plugged: true,
      async open() {
        const info = attached();
        if (info === null) throw new DeviceError('device/disconnected-before-sending', 'it is not attached');
        if (profile.use === 'page-camera') {
          return opened(bus, info, (port) => openPtpCamera(port, profile));
        }
        // Two drivers of one device would take each other's answers.
        if (await look()) throw new DeviceError('device/busy', 'ipp-usb serves the scanner');
        return opened(bus, info, async (port) => {
          const http = await openUsbHttp(port);
          const source = esclSource(esclClient(onPipe, httpOf(id, onPipe, http.request)), http.close);
          const status = async () => {
            // It starts when a scanner is plugged in, as we do, and cannot have one that we hold.
            if (await look())
              throw new DeviceError('device/disconnected-before-sending', 'it is left to ipp-usb');
            return source.status();
          };
          return { ...source, status };
        });
      },
    });
  const kept = Object.assign(pluggedScanner(make), { served: false, reader: null });
  return kept;
}

/** What is opened on a port, which is closed when that fails. */
async function opened<T>(
  bus: UsbTransport,
  info: UsbInfo,
  open: (port: Awaited<ReturnType<UsbTransport['open']>>) => Promise<T>,
): Promise<T> {
  const port = await bus.open(info);
  try {
    return await open(port);
  } catch (error) {
    await port.close();
    throw error;
  }
}
