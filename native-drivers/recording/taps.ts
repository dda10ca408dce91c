import type { DeviceFault } from '../../electron/contract/index.ts';
import { faultOf } from '../errors.ts';
import type { HidTransport } from '../transports/hid.ts';
import { type HttpClient, HttpError } from '../transports/http.ts';
import type { SerialTransport } from '../transports/serial.ts';
import type { UsbTransport } from '../transports/usb.ts';
import type { RecordedDevice } from './format.ts';
import type { Tape } from './recorder.ts';

/** What is noted of every port: that it opened or did not, died, or was closed. */
async function opening<Port extends { onError(listener: (error: Error) => void): unknown }>(
  tape: Tape,
  about: Record<string, unknown>,
  open: () => Promise<Port>,
): Promise<Port> {
  tape.note('open', about);
  try {
    const port = await open();
    port.onError((error) => tape.note('failed', { code: faultOf(error) }));
    return port;
  } catch (error) {
    tape.note('failed', { code: faultOf(error), at: 'open' });
    throw error;
  }
}

const nameOf = (info: { product: string }, id: string) => info.product || id;
/** Where something is plugged in is not what it is. */
function placeless<Info extends { path: string }>(
  { path: _, ...info }: Info,
  more: Facts,
): RecordedDevice['info'] {
  return { ...info, ...more };
}

/** What an operator has told of a device and its bus does not. */
type Facts = Readonly<Record<string, unknown>>;

/** The bus, with everything that goes to and fro with one device noted. */
export function tapHid(id: string, bus: HidTransport, tape: Tape, more: Facts = {}): HidTransport {
  return {
    ...bus,
    async open(info) {
      tape.device({ id, transport: 'hid', name: nameOf(info, id), info: placeless(info, more) });
      const port = await opening(tape, {}, () => bus.open(info));
      port.onReport((report) => tape.note('received', {}, report));
      return {
        info,
        onReport: (listener) => port.onReport(listener),
        onError: (listener) => port.onError(listener),
        featureReport(report) {
          tape.note('sent', { how: 'feature' }, report);
          return port.featureReport(report);
        },
        close() {
          tape.note('close');
          return port.close();
        },
      };
    },
  };
}

export function tapSerial(id: string, bus: SerialTransport, tape: Tape, more: Facts = {}): SerialTransport {
  return {
    ...bus,
    async open(info, settings) {
      tape.device({ id, transport: 'serial', name: nameOf(info, id), info: placeless(info, more) });
      const port = await opening(tape, { ...settings }, () => bus.open(info, settings));
      port.onData((bytes) => tape.note('received', {}, bytes));
      return {
        info,
        onData: (listener) => port.onData(listener),
        onError: (listener) => port.onError(listener),
        write(bytes) {
          tape.note('sent', {}, bytes);
          return port.write(bytes);
        },
        close() {
          tape.note('close');
          return port.close();
        },
      };
    },
  };
}

export function tapUsb(id: string, bus: UsbTransport, tape: Tape, more: Facts = {}): UsbTransport {
  return {
    ...bus,
    async open(info) {
      tape.device({ id, transport: 'usb', name: nameOf(info, id), info: placeless(info, more) });
      const port = await opening(tape, {}, () => bus.open(info));
      /** A time-out while nothing is asked is how a pipe idles, and is not noted. */
      const noted = async <T>(about: Record<string, unknown>, work: Promise<T>): Promise<T> => {
        try {
          const result = await work;
          tape.note('received', about, result instanceof Uint8Array ? result : undefined);
          return result;
        } catch (error) {
          const code: DeviceFault = faultOf(error);
          if (code !== 'device/time-out' && !code.startsWith('device/disconnected')) {
            tape.note('failed', { ...about, code });
          }
          throw error;
        }
      };
      return {
        ...port,
        info,
        claim(face) {
          const about = { claim: face.number, alternate: face.alternate };
          tape.note('sent', about);
          return noted(about, port.claim(face));
        },
        receive: (endpoint, length, timeout) =>
          noted({ in: endpoint.number }, port.receive(endpoint, length, timeout)),
        send(endpoint, bytes, timeout) {
          const about = { out: endpoint.number };
          tape.note('sent', about, bytes);
          return noted(about, port.send(endpoint, bytes, timeout));
        },
        controlIn(setup, length, timeout) {
          const about = { control: { ...setup }, length };
          tape.note('sent', about);
          return noted(about, port.controlIn(setup, length, timeout));
        },
        controlOut(setup, bytes, timeout) {
          const about = { control: { ...setup } };
          tape.note('sent', about, bytes);
          return noted(about, port.controlOut(setup, bytes, timeout));
        },
        close() {
          tape.note('close');
          return port.close();
        },
      };
    },
  };
}

const kept = ['location', 'content-type', 'retry-after'];

export function tapHttp(id: string, name: string, base: URL, http: HttpClient, tape: Tape): HttpClient {
  let count = 0;
  return async (request) => {
    tape.device({ id, transport: 'http', name, info: { path: base.pathname } });
    const exchange = ++count;
    const { method, url, body } = request;
    tape.note('sent', { exchange, method, path: `${url.pathname}${url.search}` }, Buffer.from(body ?? ''));
    try {
      const response = await http(request);
      const headers = Object.fromEntries(
        kept.flatMap((one) => {
          const value = response.header(one);
          return value === null ? [] : [[one, value]];
        }),
      );
      tape.note('received', { exchange, status: response.status, headers }, response.body);
      return response;
    } catch (error) {
      if (error instanceof HttpError) tape.note('failed', { exchange, code: error.code });
      throw error;
    }
  };
}
