import { DeviceError } from '../errors.ts';
import { lazily, watchedList } from './bus.ts';
import type { UsbControl, UsbEndpoint, UsbInfo, UsbInterface, UsbPort, UsbTransport } from './usb.ts';
import { watchUsb } from './usb-hotplug.ts';
import { kernelDriverOf, listUsbSysfs, usbPath } from './usb-sysfs.ts';

type Setup = Omit<UsbControl, 'type'> & { requestType: UsbControl['type'] };
interface Interfaces {
  interfaces: {
    interfaceNumber: number;
    alternates: {
      alternateSetting: number;
      interfaceClass: number;
      interfaceSubclass: number;
      interfaceProtocol: number;
      endpoints: {
        endpointNumber: number;
        direction: 'in' | 'out';
        type: UsbEndpoint['type'];
        packetSize: number;
      }[];
    }[];
  }[];
}

/** What of the package is used; its own types lean on those of a browser. */
export interface NativeUsbDevice {
  bus: string;
  ports: number[];
  address: number;
  vendorId: number;
  productId: number;
  productName: string | null;
  serialNumber: string | null;
  configuration: Interfaces | null;
  configurations: Interfaces[];
  open(): Promise<void>;
  close(): Promise<void>;
  claimInterface(face: number): Promise<void>;
  releaseInterface(face: number): Promise<void>;
  detachKernelDriver(face: number): Promise<void>;
  selectAlternateInterface(face: number, alternate: number): Promise<void>;
  clearHalt(direction: 'in' | 'out', endpoint: number): Promise<void>;
  transferIn(endpoint: number, length: number, timeout: number): Promise<{ data?: DataView }>;
  transferOut(endpoint: number, bytes: Uint8Array, timeout: number): Promise<unknown>;
  controlTransferIn(setup: Setup, length: number, timeout: number): Promise<{ data?: DataView }>;
  controlTransferOut(setup: Setup, bytes: Uint8Array, timeout: number): Promise<unknown>;
}
type Library = { usb: { getDevices(): Promise<NativeUsbDevice[]> } };

export interface NodeUsbOptions {
  /** Milliseconds between two looks at the bus; without a running udevd nothing else tells. */
  pollEvery?: number;
  load?: () => Promise<Library>;
  watch?: (changed: () => void) => () => void;
  /** The devices without opening any, where the system tells; by default Linux's own list. */
  tell?: (() => Promise<UsbInfo[]>) | null;
  kernelDriver?: typeof kernelDriverOf;
}

const loadUsb = async () => (await import('usb')) as unknown as Library;

/** USB devices through the usb package, which is loaded when the first is opened, or looked for on other systems than Linux. */
export function nodeUsbTransport(options: NodeUsbOptions = {}): UsbTransport {
  const { pollEvery = 2000, load = loadUsb, watch = watchUsb } = options;
  const { tell = process.platform === 'linux' ? listUsbSysfs : null, kernelDriver = kernelDriverOf } =
    options;
  const library = lazily(load);
  const found = async (): Promise<NativeUsbDevice[]> => {
    // Without a bus the package rejects, where other buses answer with an empty list.
    const { usb } = await library();
    return usb.getDevices();
  };
  const known = new Map<string, UsbInfo>();
  /** Each is opened by the package to be described, so it is described once. */
  const described = async (): Promise<UsbInfo[]> => {
    const devices = await found();
    const infos = devices.map((device) => known.get(keyOf(device)) ?? toInfo(device));
    known.clear();
    for (const [index, device] of devices.entries()) known.set(keyOf(device), infos[index]!);
    return infos;
  };
  const watched = watchedList(
    tell ?? described,
    ({ path, vendorId, productId, serialNumber }) => `${path} ${vendorId}:${productId} ${serialNumber}`,
    {
      pollEvery,
      watch,
    },
  );
  return {
    simulated: false,
    list: watched.list,
    async open(info) {
      const native = (await found().catch((): NativeUsbDevice[] => [])).find(
        (one) => pathOf(one) === info.path,
      );
      if (!native || native.vendorId !== info.vendorId || native.productId !== info.productId) {
        throw new DeviceError('device/disconnected-before-sending', 'the device is gone');
      }
      await during(native.open());
      return openPort(info, native, kernelDriver);
    },
    onChange: watched.onChange,
    close: async () => watched.stop(),
  };
}

function openPort(info: UsbInfo, native: NativeUsbDevice, kernelDriver: typeof kernelDriverOf): UsbPort {
  let open = true;
  let failed: DeviceError | null = null;
  const claimed = new Set<number>();
  const errors = new Set<(error: Error) => void>();
  const work = async <T>(job: () => Promise<T>): Promise<T> => {
    if (!open || failed)
      throw failed ?? new DeviceError('device/disconnected-before-sending', 'it is closed');
    try {
      return await during(job());
    } catch (error) {
      if ((error as DeviceError).code === 'device/disconnected-while-sending' && open && !failed) {
        failed = error as DeviceError;
        for (const listener of [...errors]) listener(failed);
      }
      throw error;
    }
  };
  const transfer = async <T>(endpoint: UsbEndpoint, job: () => Promise<T>): Promise<T> => {
    try {
      return await work(job);
    } catch (error) {
      if ((error as DeviceError).code === 'device/protocol') {
        await native.clearHalt(endpoint.direction, endpoint.number).catch(() => {});
      }
      throw error;
    }
  };
  return {
    info,
    claim: (face) =>
      work(async () => {
        try {
          await native.claimInterface(face.number);
        } catch (error) {
          // The kernel's printer driver holds scanners that are printers as well. From a program nothing is taken away.
          if ((await kernelDriver(info, face.number)) !== 'usblp') throw error;
          await native.detachKernelDriver(face.number);
          await native.claimInterface(face.number);
        }
        claimed.add(face.number);
        if (face.alternate > 0) await native.selectAlternateInterface(face.number, face.alternate);
      }),
    receive: (endpoint, length, timeout) =>
      transfer(endpoint, async () => {
        // The package rounds up as well, and then throws away what is over the length it was given.
        const whole = Math.ceil(length / endpoint.packetSize) * endpoint.packetSize;
        const { data } = await native.transferIn(endpoint.number, whole, timeout);
        return data ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array();
      }),
    send: (endpoint, bytes, timeout) =>
      transfer(endpoint, async () => {
        await native.transferOut(endpoint.number, bytes, timeout);
      }),
    controlIn: ({ type, ...setup }, length, timeout) =>
      work(async () => {
        const { data } = await native.controlTransferIn({ requestType: type, ...setup }, length, timeout);
        return data ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array();
      }),
    controlOut: ({ type, ...setup }, bytes, timeout) =>
      work(async () => {
        await native.controlTransferOut({ requestType: type, ...setup }, bytes, timeout);
      }),
    onError(listener) {
      errors.add(listener);
      if (failed) listener(failed);
      return () => errors.delete(listener);
    },
    async close() {
      if (!open) return;
      open = false;
      errors.clear();
      // Closing alone leaves them claimed until the object is collected as garbage (usb 3.1.0), for every program.
      for (const face of claimed) await native.releaseInterface(face).catch(() => {});
      await native.close().catch(() => {});
    },
  };
}

/** What the package and the library below it (nusb) say, as faults. */
async function during<T>(job: Promise<T>): Promise<T> {
  try {
    return await job;
  } catch (cause) {
    const said = String((cause as Error | null)?.message ?? cause).toLowerCase();
    if (said.includes('permission denied') || said.includes('access denied')) {
      throw new DeviceError('device/access-denied', 'the device may not be opened', { cause });
    }
    if (said.includes('busy') || said.includes('already in use')) {
      throw new DeviceError('device/busy', 'a driver or another program has the device', { cause });
    }
    if (said.includes('not found') && !said.includes('endpoint')) {
      throw new DeviceError('device/disconnected-before-sending', 'the device is gone', { cause });
    }
    if (said.includes('disconnected')) {
      throw new DeviceError('device/disconnected-while-sending', 'the device is gone', { cause });
    }
    if (said.includes('cancelled')) {
      throw new DeviceError('device/time-out', 'the device does not answer', { cause });
    }
    if (said.includes('stall')) {
      throw new DeviceError('device/protocol', 'the device refused', { cause });
    }
    throw new DeviceError('device/failed', 'the USB device failed', { cause });
  }
}

const pathOf = ({ bus, ports, address }: NativeUsbDevice) => usbPath(bus, ports.join('.'), address);
const keyOf = (device: NativeUsbDevice) => `${pathOf(device)} ${device.vendorId}:${device.productId}`;

function toInfo(device: NativeUsbDevice): UsbInfo {
  return {
    path: pathOf(device),
    vendorId: device.vendorId,
    productId: device.productId,
    product: (device.productName ?? '').slice(0, 120),
    serialNumber: (device.serialNumber ?? '').slice(0, 60),
    interfaces: settingsOf(device),
  };
}

function settingsOf(device: NativeUsbDevice): UsbInterface[] {
  // The system may have taken the device away while it was being described.
  try {
    const configuration = device.configuration ?? device.configurations[0];
    return (configuration?.interfaces ?? []).flatMap((one) =>
      one.alternates.map((way) => ({
        number: one.interfaceNumber,
        alternate: way.alternateSetting,
        code: [way.interfaceClass, way.interfaceSubclass, way.interfaceProtocol] as const,
        endpoints: way.endpoints.map(({ endpointNumber, direction, type, packetSize }) => ({
          number: endpointNumber,
          direction,
          type,
          packetSize,
        })),
      })),
    );
  } catch {
    return [];
  }
}
