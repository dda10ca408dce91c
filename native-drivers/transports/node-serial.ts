import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { SerialPort as NativePort } from 'serialport';
import { DeviceError } from '../errors.ts';
import { lazily, watchedList } from './bus.ts';
import type { SerialInfo, SerialPort, SerialTransport } from './serial.ts';
import { endAtHangUp } from './serial-hang-up.ts';
import { listLinuxSerial, withNamedSerial } from './serial-list.ts';
import { watchUsb } from './usb-hotplug.ts';

type Library = Pick<typeof import('serialport'), 'SerialPort'>;

export interface NodeSerialOptions {
  /** Ports an operator has named; they are listed besides those that hang on USB. */
  named?: readonly string[];
  /** Milliseconds between two looks at the list of ports. */
  pollEvery?: number;
  load?: () => Promise<Library>;
  watch?: (changed: () => void) => () => void;
  list?: () => Promise<SerialInfo[]>;
}

/** Milliseconds a device may take to accept what is written; a CDC device that hangs accepts nothing for ever. */
const writeLimit = 2000;

/** Serial ports through the serialport package, which is loaded when the first port is opened. */
export function nodeSerialTransport(options: NodeSerialOptions = {}): SerialTransport {
  const { named = [], pollEvery = 1000, load = () => import('serialport'), watch = watchUsb } = options;
  const library = lazily(load);
  const attached = options.list ?? (process.platform === 'linux' ? listLinuxSerial : listBy(library));
  const ask = async () => withNamedSerial(await attached().catch((): SerialInfo[] => []), named);
  const watched = watchedList(
    ask,
    ({ path, vendorId, productId, serialNumber }) => `${path} ${vendorId}:${productId} ${serialNumber}`,
    {
      pollEvery,
      watch,
    },
  );
  return {
    simulated: false,
    list: watched.list,
    async open(info, settings) {
      const { SerialPort: Native } = await library().catch((cause: unknown) => {
        throw new DeviceError('device/failed', 'this system has no driver for serial ports', { cause });
      });
      const native = new Native({ path: info.path, ...settings, autoOpen: false, lock: true });
      const failure = await new Promise<Error | null>((resolve) => native.open(resolve));
      if (failure) throw await whyNotOpened(info.path, failure);
      endAtHangUp(native.port);
      return openPort(info, native);
    },
    onChange: watched.onChange,
    close: async () => watched.stop(),
  };
}

function openPort(info: SerialInfo, native: NativePort): SerialPort {
  let open = true;
  let failed: DeviceError | null = null;
  const errors = new Set<(error: Error) => void>();
  const fail = (cause: unknown) => {
    if (failed || !open) return;
    failed = new DeviceError('device/disconnected-before-sending', 'the device is gone', { cause });
    for (const listener of [...errors]) listener(failed);
  };
  native.on('close', fail);
  native.on('error', fail);
  // A hang-up is read as the end of the stream on some systems, and nothing else follows.
  native.on('end', fail);
  return {
    info,
    onData(listener) {
      const receive = (data: Buffer) => listener(new Uint8Array(data));
      native.on('data', receive);
      return () => native.off('data', receive);
    },
    onError(listener) {
      errors.add(listener);
      if (failed) listener(failed);
      return () => errors.delete(listener);
    },
    async write(bytes) {
      let timer: NodeJS.Timeout | undefined;
      const outcome = await new Promise<'sent' | 'late' | { cause: unknown }>((resolve) => {
        if (!open || failed) return resolve({ cause: failed });
        timer = setTimeout(() => resolve('late'), writeLimit);
        native.write(Buffer.from(bytes), (cause) => resolve(cause ? { cause } : 'sent'));
      });
      clearTimeout(timer);
      if (outcome === 'late') throw new DeviceError('device/time-out', 'the device takes no data');
      if (outcome !== 'sent') {
        throw new DeviceError('device/disconnected-while-sending', 'the device is gone', outcome);
      }
    },
    async close() {
      if (!open) return;
      open = false;
      errors.clear();
      // The listener for errors stays: one that comes late would end the process.
      native.removeAllListeners('data');
      if (native.isOpen) await new Promise<void>((resolve) => native.close(() => resolve()));
    },
  };
}

async function whyNotOpened(path: string, cause: Error): Promise<DeviceError> {
  const said = cause.message.toLowerCase();
  const busy = new DeviceError('device/busy', 'another program has the port open', { cause });
  const denied = new DeviceError('device/access-denied', 'the port may not be opened', { cause });
  const gone = new DeviceError('device/disconnected-before-sending', 'the port is gone', { cause });
  if (said.includes('lock port') || said.includes('busy')) return busy;
  // Windows opens a port for one program and answers the next with this.
  if (said.includes('access denied')) return process.platform === 'win32' ? busy : denied;
  if (said.includes('file not found') || said.includes('no such')) return gone;
  if (said.includes('permission denied')) return denied;
  const code = await access(path, constants.R_OK | constants.W_OK).then(
    () => '',
    (error: NodeJS.ErrnoException) => error.code ?? '',
  );
  if (code === 'ENOENT') return gone;
  return code === 'EACCES' || code === 'EPERM'
    ? denied
    : new DeviceError('device/failed', 'the port could not be opened', { cause });
}

function listBy(library: () => Promise<Library>) {
  const id = (text: string | undefined) => {
    const value = Number.parseInt(text ?? '', 16);
    return Number.isNaN(value) ? null : value;
  };
  return async (): Promise<SerialInfo[]> => {
    const ports = await (await library()).SerialPort.list();
    return ports
      .map((port) => ({
        path: port.path,
        vendorId: id(port.vendorId),
        productId: id(port.productId),
        product: ((port as { friendlyName?: string }).friendlyName ?? port.manufacturer ?? '').slice(0, 120),
        serialNumber: (port.serialNumber ?? '').slice(0, 60),
      }))
      .filter((info) => info.vendorId !== null);
  };
}
