import type { DeviceFault } from '../../electron/contract/index.ts';
import { DeviceError, DriverError } from '../errors.ts';
import { mediaTypeOf, type ScannedPage } from '../protocols/page.ts';
import {
  type PtpContainer,
  type PtpStep,
  ptp,
  ptpContainers,
  ptpReset,
  readDeviceInfo,
  readHandles,
  readObjectInfo,
  writePtp,
} from '../protocols/ptp.ts';
import { endpointOf, interfacesOf, type UsbEndpoint, type UsbInfo, type UsbPort } from '../transports/usb.ts';
import { drainPipe } from '../transports/usb-drain.ts';
import type { PageSource } from './page-source.ts';

/** Still image capture devices that speak PTP. */
const ptpClass = [6, 1, 1] as const;

export interface PtpCameraOptions {
  /** Dots per inch of a page on its table; a camera does not know how far away it is. */
  dotsPerInch: number;
  /** Milliseconds from the order to the picture. */
  patience?: number;
}

const maxPage = 32 * 1024 * 1024;
const transferLength = 256 * 1024;
const answerLimit = 5000;
const resetLimit = 1000;
/** Milliseconds between two looks for a new picture, for cameras that do not tell. */
const lookEvery = 1000;
const pictures: ReadonlySet<number> = new Set([ptp.exifJpeg, ptp.jfif, ptp.png]);

export function isPtp(info: UsbInfo): boolean {
  return interfacesOf(info, ptpClass).length > 0;
}

/**
 * A page camera: a still camera over a table that takes a picture when told to (PIMA 15740). The picture is fetched and
 * then deleted from the camera, so that no visitor's page stays in it.
 *
 * @throws DeviceError when the device cannot be claimed or does not speak PTP
 */
export async function openPtpCamera(port: UsbPort, options: PtpCameraOptions): Promise<PageSource> {
  const { dotsPerInch, patience = 20_000 } = options;
  const face = interfacesOf(port.info, ptpClass)[0];
  const [input, output, events] = face
    ? [endpointOf(face, 'in', 'bulk'), endpointOf(face, 'out', 'bulk'), endpointOf(face, 'in', 'interrupt')]
    : [];
  if (!face || !input || !output) throw new DeviceError('device/protocol', 'the device has no pipes for PTP');
  await port.claim(face);
  // Whoever spoke with it last may have gone in the middle of a picture, the rest of which is still in the pipe.
  const reset = {
    type: 'class',
    recipient: 'interface',
    request: ptpReset,
    value: 0,
    index: face.number,
  } as const;
  await port.controlOut(reset, new Uint8Array(), resetLimit).catch(() => {});
  await drainPipe(port, input);
  const answers = ptpContainers(maxPage);
  /** A camera that does not end its data with a short packet sends the response in the same transfer. */
  const arrived: PtpStep[] = [];
  const told = ptpContainers(0);
  let transaction = 0;

  const next = async (deadline: number): Promise<PtpContainer> => {
    let found = arrived.shift();
    while (!found) {
      const left = deadline - Date.now();
      if (left <= 0) throw new DeviceError('device/time-out', 'the camera does not answer');
      arrived.push(...answers.push(await port.receive(input, transferLength, left)));
      found = arrived.shift();
    }
    if (found.kind === 'malformed' || found.kind === 'too-large') {
      throw new DeviceError('device/protocol', 'the camera sent no PTP');
    }
    return found;
  };
  /** One operation: command, what comes as data, and the response it must end with. */
  const ask = async (operation: number, params: readonly number[] = [], limit = answerLimit) => {
    // Zero outside of a session, and never a number that an operation called off before has had.
    const id = operation === ptp.openSession ? 0 : ++transaction;
    const deadline = Date.now() + limit;
    await port.send(output, writePtp('command', operation, id, params), limit);
    let data = new Uint8Array();
    for (;;) {
      const got = await next(deadline);
      if (got.transaction !== id) continue;
      if (got.kind === 'data') data = new Uint8Array(got.data);
      if (got.kind === 'response') return { code: got.code, data };
    }
  };
  const must = async (operation: number, params: readonly number[] = [], limit = answerLimit) => {
    const { code, data } = await ask(operation, params, limit);
    if (code !== ptp.ok)
      throw new DeviceError(faultOfResponse(code), `the camera refused (${code.toString(16)})`);
    return data;
  };
  const handles = async () => {
    const found = readHandles(await must(ptp.getObjectHandles, [0xffffffff, 0, 0]));
    if (!found) throw new DeviceError('device/protocol', 'the camera listed nothing');
    return found;
  };
  /** Waits until the camera tells of a picture, or for a while. What it tells may be of the picture before. */
  const untilTold = async (): Promise<void> => {
    if (!events) return void (await new Promise((resolve) => setTimeout(resolve, lookEvery)));
    for (;;) {
      const bytes = await receiveWithin(port, events, lookEvery);
      const event = bytes && told.push(bytes)[0];
      if (event && (event.kind === 'malformed' || event.kind === 'too-large')) told.reset();
      if (!bytes || (event?.kind === 'event' && event.code === ptp.objectAdded)) return;
    }
  };
  const capture = async (signal: AbortSignal | undefined): Promise<number> => {
    const before = new Set(await handles());
    await must(ptp.initiateCapture, [0, 0], patience);
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if (signal?.aborted) throw new DriverError('drivers/cancelled', 'the picture was called off');
      await untilTold();
      const added = (await handles()).find((one) => !before.has(one));
      if (added !== undefined) return added;
    }
    throw new DeviceError('device/time-out', 'the camera took no picture');
  };
  const fetchPicture = async (handle: number): Promise<ScannedPage> => {
    const info = readObjectInfo(await must(ptp.getObjectInfo, [handle]));
    if (!info || !pictures.has(info.format))
      throw new DeviceError('device/protocol', 'it took something else');
    if (info.size > maxPage) throw new DeviceError('device/protocol', 'the picture is too large');
    const bytes = await must(ptp.getObject, [handle], patience);
    const mediaType = mediaTypeOf(bytes);
    if (!mediaType) throw new DeviceError('device/protocol', 'the camera sent no picture');
    return { bytes, mediaType, dotsPerInch };
  };

  const opened = (await ask(ptp.openSession, [1])).code;
  if (opened !== ptp.ok && opened !== ptp.sessionAlreadyOpen) {
    throw new DeviceError(faultOfResponse(opened), 'the camera opens no session');
  }
  return {
    async describe() {
      const info = readDeviceInfo(await must(ptp.getDeviceInfo));
      if (!info) throw new DeviceError('device/protocol', 'the camera did not say what it is');
      if (!info.operations.includes(ptp.initiateCapture)) {
        throw new DeviceError('device/protocol', 'the camera cannot be told to take a picture');
      }
      return { name: `${info.manufacturer} ${info.model}`.trim(), firmware: info.version };
    },
    // Whether it is there, the bus tells; what else could be wrong with it, a picture shows.
    status: async () => ({ fault: null }),
    async scan({ signal }) {
      const handle = await capture(signal);
      try {
        return await fetchPicture(handle);
      } finally {
        await ask(ptp.deleteObject, [handle, 0]).catch(() => {});
      }
    },
    async close() {
      await ask(ptp.closeSession, [], 500).catch(() => {});
      await port.close();
    },
  };
}

/** One packet, which a time-out cannot tear; null when none came. */
async function receiveWithin(
  port: UsbPort,
  endpoint: UsbEndpoint,
  limit: number,
): Promise<Uint8Array | null> {
  try {
    return await port.receive(endpoint, endpoint.packetSize, limit);
  } catch (error) {
    if (error instanceof DeviceError && error.code === 'device/time-out') return null;
    throw error;
  }
}

function faultOfResponse(code: number): DeviceFault {
  if (code === ptp.deviceBusy) return 'device/busy';
  if (code === ptp.accessDenied) return 'device/access-denied';
  if (code === ptp.storeFull || code === ptp.storeNotAvailable) return 'device/failed';
  return 'device/protocol';
}
