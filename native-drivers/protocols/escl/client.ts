import { setTimeout as wait } from 'node:timers/promises';
import { DeviceError } from '../../errors.ts';
import { type HttpClient, HttpError, type HttpResponse, httpRequest } from '../../transports/http.ts';
import {
  type EsclCapabilities,
  type EsclSource,
  type EsclStatus,
  readCapabilities,
  readStatus,
  writeScanSettings,
} from './messages.ts';

export interface ScannedPage {
  bytes: Uint8Array<ArrayBuffer>;
  mediaType: 'image/jpeg' | 'image/png';
  /** The resolution the scanner was told; it may differ from the one asked for when it has no such step. */
  dotsPerInch: number;
}

export interface EsclClient {
  /** @throws DeviceError */
  capabilities(): Promise<EsclCapabilities>;
  /** @throws DeviceError */
  status(): Promise<EsclStatus>;
  /**
   * Scans one page at the lowest resolution the scanner has that is not under the one asked for.
   *
   * @throws DeviceError with the fault a person can cure, where the scanner names one
   */
  scan(dotsPerInch: number): Promise<ScannedPage>;
}

const xmlLimit = 256 * 1024;
const pageLimit = 32 * 1024 * 1024;

/**
 * A client of eSCL, the scan protocol of AirScan and, over ipp-usb, of USB scanners (Mopria eSCL Technical Specification).
 *
 * @param base the service, such as `http://localhost:60000/eSCL`
 * @param patience milliseconds a page may take from the job's start to its last byte
 */
export function esclClient(base: URL, http: HttpClient = httpRequest, patience = 60_000): EsclClient {
  const at = (path: string) => new URL(`${base.pathname.replace(/\/$/, '')}/${path}`, base);
  const ask = async (path: string, read: (xml: string) => unknown) => {
    const answer = await http({ method: 'GET', url: at(path), timeout: 3000, maxBytes: xmlLimit });
    if (answer.status !== 200) throw unexpected(answer);
    return read(new TextDecoder().decode(answer.body));
  };
  const client: EsclClient = {
    capabilities: () =>
      mapped(() => ask('ScannerCapabilities', readCapabilities)) as Promise<EsclCapabilities>,
    status: () => mapped(() => ask('ScannerStatus', readStatus)) as Promise<EsclStatus>,
    scan: (dotsPerInch) => mapped(() => scan(dotsPerInch)),
  };

  const scan = async (dotsPerInch: number): Promise<ScannedPage> => {
    const source = (await client.capabilities()).sources[0]!;
    const settings = chooseSettings(source, dotsPerInch);
    const created = await http({
      method: 'POST',
      url: at('ScanJobs'),
      body: writeScanSettings(settings),
      timeout: 15_000,
      maxBytes: xmlLimit,
    });
    if (created.status !== 201) throw await refusal(client, created);
    const job = jobUrl(created, base);
    let whole = false;
    try {
      const page = await nextDocument(job);
      whole = true;
      return { ...page, dotsPerInch: settings.dotsPerInch };
    } finally {
      // An unfinished job would keep the scanner busy for the next visitor.
      const ended = http({ method: 'DELETE', url: job, timeout: 2000, maxBytes: xmlLimit }).catch(() => {});
      if (!whole) await ended;
    }
  };

  const nextDocument = async (job: URL) => {
    const url = new URL(`${job.pathname}/NextDocument`, job);
    const deadline = Date.now() + patience;
    for (;;) {
      const left = Math.max(deadline - Date.now(), 1);
      const page = await http({ method: 'GET', url, timeout: left, maxBytes: pageLimit });
      if (page.status === 200) return { bytes: page.body, mediaType: mediaTypeOf(page.body) };
      // 503 says "not yet" while the scanner moves, and "never" while its cover is open.
      if (page.status !== 503) throw await refusal(client, page);
      const { fault } = await client.status();
      if (fault) throw new DeviceError(fault, 'the scanner stopped');
      if (Date.now() + 200 >= deadline) {
        throw new DeviceError('device/time-out', 'the scanner does not finish the page');
      }
      await wait(200);
    }
  };
  return client;
}

function chooseSettings(source: EsclSource, wanted: number) {
  const dotsPerInch = source.resolutions.find((dpi) => dpi >= wanted) ?? source.resolutions.at(-1)!;
  const format = ['image/jpeg', 'image/png'].find((type) => source.formats.includes(type));
  if (!format) throw new DeviceError('device/protocol', 'the scanner sends neither JPEG nor PNG');
  return {
    source: source.source,
    dotsPerInch,
    format,
    colorMode: source.colorModes.includes('RGB24') ? 'RGB24' : 'Grayscale8',
    width: source.maxWidth,
    height: source.maxHeight,
  };
}

/** Of the Location only the path is taken: a scanner does not get to send us to another machine. */
function jobUrl(created: HttpResponse, base: URL): URL {
  const location = created.header('location');
  if (!location || !URL.canParse(location, base.href)) {
    throw new DeviceError('device/protocol', 'the scanner named no job');
  }
  return new URL(new URL(location, base).pathname.replace(/\/$/, ''), base);
}

async function refusal(client: EsclClient, answer: HttpResponse): Promise<DeviceError> {
  const { fault } = await client.status().catch(() => ({ fault: null }));
  if (fault) return new DeviceError(fault, 'the scanner needs a hand');
  return unexpected(answer);
}

function unexpected({ status }: HttpResponse): DeviceError {
  if (status === 503) return new DeviceError('device/busy', 'the scanner is busy');
  if (status === 404 || status === 409 || status === 410) {
    return new DeviceError('device/no-document', 'the scanner has no page');
  }
  if (status === 401 || status === 403)
    return new DeviceError('device/access-denied', 'the scanner refuses us');
  return new DeviceError('device/protocol', `the scanner answered ${status}`);
}

function mediaTypeOf(bytes: Uint8Array): ScannedPage['mediaType'] {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return 'image/png';
  throw new DeviceError('device/protocol', 'the scanner sent no picture');
}

const faults = {
  'http/unreachable': 'device/disconnected-before-sending',
  'http/interrupted': 'device/disconnected-while-sending',
  'http/time-out': 'device/time-out',
  'http/too-large': 'device/protocol',
  'http/malformed': 'device/protocol',
} as const;

async function mapped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof HttpError) throw new DeviceError(faults[cause.code], cause.message, { cause });
    throw cause;
  }
}
