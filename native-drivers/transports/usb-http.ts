import { DeviceError } from '../errors.ts';
import { type Http1Step, http1Request, http1Responses } from '../protocols/http1.ts';
import { type HttpClient, HttpError, type HttpRequest, type HttpResponse } from './http.ts';
import {
  endpointOf,
  interfacesOf,
  type UsbEndpoint,
  type UsbInfo,
  type UsbInterface,
  type UsbPort,
} from './usb.ts';
import { drainPipe } from './usb-drain.ts';

/** Interface class of printers that speak HTTP over their pipes (USB-IF IPP over USB 1.0, §4). */
const ippUsbClass = [7, 1, 4] as const;

export interface UsbHttp {
  request: HttpClient;
  close(): Promise<void>;
}

interface Pipe {
  face: UsbInterface;
  in: UsbEndpoint;
  out: UsbEndpoint;
  busy: boolean;
}

/** The largest transfer: a whole number of packets at every speed, small enough to end often. */
const transferLength = 64 * 1024;
/** Milliseconds of waiting after an answer of no bytes; some printers send such while they think. */
const pause = 10;
const resetLimit = 1000;

/** The pipes of a device that speaks HTTP over USB; none for one that does not. */
export function httpPipes(info: UsbInfo): UsbInterface[] {
  return interfacesOf(info, ippUsbClass).filter(
    (face) => endpointOf(face, 'in', 'bulk') && endpointOf(face, 'out', 'bulk'),
  );
}

/**
 * HTTP to a device over its USB pipes (IPP over USB), each pipe carrying one exchange at a time. A pipe whose exchange
 * was called off is reset before it is used again, so that no late answer is taken for the next one's.
 *
 * @throws DeviceError when no pipe can be claimed, `device/busy` where ipp-usb serves the device already
 */
export async function openUsbHttp(port: UsbPort): Promise<UsbHttp> {
  const pipes: Pipe[] = [];
  for (const face of httpPipes(port.info)) {
    await port.claim(face);
    const [input, output] = [endpointOf(face, 'in', 'bulk'), endpointOf(face, 'out', 'bulk')];
    if (input && output) pipes.push({ face, in: input, out: output, busy: false });
  }
  if (pipes.length === 0) throw new DeviceError('device/protocol', 'the device has no pipe for HTTP');
  const waiting: ((pipe: Pipe) => void)[] = [];
  await Promise.all(pipes.map((pipe) => reset(port, pipe)));

  const free = (): Promise<Pipe> => {
    const pipe = pipes.find((one) => !one.busy);
    if (!pipe) return new Promise((resolve) => waiting.push(resolve));
    pipe.busy = true;
    return Promise.resolve(pipe);
  };
  const release = (pipe: Pipe) => {
    const next = waiting.shift();
    if (next) next(pipe);
    else pipe.busy = false;
  };
  return {
    async request(asked) {
      const pipe = await free();
      try {
        return await exchange(port, pipe, asked);
      } catch (error) {
        await reset(port, pipe);
        throw error;
      } finally {
        release(pipe);
      }
    },
    close: () => port.close(),
  };
}

/**
 * SOFT_RESET (USB Printer Class 1.1, §4.2.3), which not every device knows, and then whatever still comes is thrown
 * away.
 */
async function reset(port: UsbPort, { face, in: input }: Pipe): Promise<void> {
  const setup = { type: 'class', recipient: 'interface', request: 2, value: 0, index: face.number } as const;
  await port.controlOut(setup, new Uint8Array(), resetLimit).catch(() => {});
  await drainPipe(port, input);
}

async function exchange(port: UsbPort, pipe: Pipe, asked: HttpRequest): Promise<HttpResponse> {
  const { method, url, body, timeout, maxBytes, signal } = asked;
  const deadline = Date.now() + timeout;
  const left = () => {
    const milliseconds = deadline - Date.now();
    if (milliseconds <= 0) throw new HttpError('http/time-out', `no answer within ${timeout} ms`);
    if (signal?.aborted) throw new HttpError('http/interrupted', 'called off', { cause: signal.reason });
    return milliseconds;
  };
  const parser = http1Responses(maxBytes);
  let begun = false;
  try {
    await port.send(pipe.out, http1Request(method, `${url.pathname}${url.search}`, body), left());
    for (;;) {
      const bytes = await port.receive(pipe.in, transferLength, left());
      begun ||= bytes.length > 0;
      const [step] = parser.push(bytes);
      if (step) return answerOf(step, maxBytes);
      if (bytes.length === 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  } catch (cause) {
    if (!(cause instanceof DeviceError)) throw cause;
    if (cause.code === 'device/time-out')
      throw new HttpError('http/time-out', 'no answer in time', { cause });
    if (begun) throw new HttpError('http/interrupted', 'the connection broke', { cause });
    throw new HttpError('http/unreachable', 'nothing answers there', { cause });
  }
}

function answerOf(step: Http1Step, maxBytes: number): HttpResponse {
  if (step.kind === 'too-large')
    throw new HttpError('http/too-large', `the answer is over ${maxBytes} bytes`);
  if (step.kind === 'malformed') throw new HttpError('http/malformed', 'the answer is no HTTP');
  const { status, headers, body } = step;
  return { status, header: (name) => headers.get(name.toLowerCase()) ?? null, body };
}
