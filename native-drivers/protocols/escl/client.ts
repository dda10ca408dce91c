import { setTimeout as wait } from 'node:timers/promises';
import { DeviceError, DriverError } from '../../errors.ts';
import { type HttpClient, HttpError, type HttpResponse, httpRequest } from '../../transports/http.ts';
import { mediaTypeOf, type ScannedPage, type ScanOrder } from '../page.ts';
import {
  type EsclCapabilities,
  type EsclFault,
  type EsclSource,
  type EsclStatus,
  type InputSource,
  readCapabilities,
  readStatus,
  type ScanSettings,
  writeScanSettings,
} from './messages.ts';

export interface EsclClient {
  /** @throws DeviceError */
  capabilities(): Promise<EsclCapabilities>;
  /** @throws DeviceError */
  status(): Promise<EsclStatus>;
  /**
   * Scans one page, the first if there are several, at the lowest resolution the scanner has that is not under the one
   * asked for.
   *
   * @throws DeviceError with the fault a person can cure, where the scanner names one
   * @throws DriverError `drivers/cancelled`; the scanner has been told to stop
   */
  scan(order: ScanOrder): Promise<ScannedPage>;
  /** Scans what lies in the feeder, page by page. Leaving it early ends the job. @throws as {@link scan} */
  pages(order: ScanOrder): AsyncGenerator<ScannedPage, void>;
}

const xmlLimit = 256 * 1024;
const pageLimit = 32 * 1024 * 1024;
/** Milliseconds between two questions for a page that is not there yet. */
const pause = 200;

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
    async scan(order) {
      for await (const page of client.pages(order)) return page;
      throw new DeviceError('device/no-document', 'the scanner has no page');
    },
    async *pages(order) {
      const pages = scan(order);
      try {
        for (;;) {
          const step = await mapped(() => pages.next(), order.signal);
          if (step.done) return;
          yield step.value;
        }
      } finally {
        await pages.return();
      }
    },
  };

  async function* scan(order: ScanOrder): AsyncGenerator<ScannedPage, void> {
    const { sources } = await client.capabilities();
    const settings = chooseSettings(sources, order);
    const waiting = { source: settings.source, signal: order.signal };
    const created = await http({
      method: 'POST',
      url: at('ScanJobs'),
      body: writeScanSettings(settings),
      timeout: 15_000,
      maxBytes: xmlLimit,
      signal: order.signal,
    });
    if (created.status !== 201) throw await refusal(client, created, settings.source);
    const job = jobUrl(created, base);
    let whole = false;
    try {
      for (let page = await nextDocument(job, waiting, true); page; ) {
        whole = settings.source === 'Platen';
        yield { ...page, dotsPerInch: settings.dotsPerInch };
        page = whole ? null : await nextDocument(job, waiting, false);
      }
      whole = true;
    } finally {
      // An unfinished job would keep the scanner busy for the next visitor.
      const ended = http({ method: 'DELETE', url: job, timeout: 2000, maxBytes: xmlLimit }).catch(() => {});
      if (!whole) await ended;
    }
  }

  /** Null when there are no more pages. */
  const nextDocument = async (
    job: URL,
    { source, signal }: { source: InputSource; signal: AbortSignal | undefined },
    first: boolean,
  ) => {
    const url = new URL(`${job.pathname}/NextDocument`, job);
    const deadline = Date.now() + patience;
    for (;;) {
      const left = Math.max(deadline - Date.now(), 1);
      const page = await http({ method: 'GET', url, timeout: left, maxBytes: pageLimit, signal });
      if (page.status === 200) return { bytes: page.body, mediaType: pictureType(page.body) };
      if (!first && (page.status === 404 || page.status === 409 || page.status === 410)) return null;
      // 503 says "not yet" while the scanner moves, and "never" while its cover is open.
      if (page.status !== 503) throw await refusal(client, page, source);
      const fault = faultFor(source, await client.status());
      if (fault) throw new DeviceError(fault, 'the scanner stopped');
      if (Date.now() + pause >= deadline) {
        throw new DeviceError('device/time-out', 'the scanner does not finish the page');
      }
      await wait(pause, undefined, { signal });
    }
  };
  return client;
}

/** What keeps this source from scanning; a feeder that is jammed leaves the flat bed free. */
function faultFor(source: InputSource, { fault, feeder }: EsclStatus): EsclFault | null {
  return fault ?? (source === 'Feeder' ? (feeder?.fault ?? null) : null);
}

function chooseSettings(sources: readonly EsclSource[], order: ScanOrder): ScanSettings {
  const wanted = order.from === 'feeder' ? 'Feeder' : 'Platen';
  const fits = sources.filter(({ source }) => source === wanted);
  if (order.from && fits.length === 0) {
    throw new DeviceError('device/failed', `the scanner has no ${order.from}`);
  }
  const source = fits.find(({ duplex }) => duplex === (order.duplex ?? false)) ?? fits[0] ?? sources[0]!;
  const format = ['image/jpeg', 'image/png'].find((type) => source.formats.includes(type));
  if (!format) throw new DeviceError('device/protocol', 'the scanner sends neither JPEG nor PNG');
  const inOrder = order.color === 'gray' ? ['Grayscale8', 'RGB24'] : ['RGB24', 'Grayscale8'];
  return {
    source: source.source,
    duplex: source.duplex,
    format,
    extended: source.extended.includes(format),
    dotsPerInch: source.resolutions.find((dpi) => dpi >= order.dotsPerInch) ?? source.resolutions.at(-1)!,
    // A scanner that names no mode has at least the commonest.
    colorMode: inOrder.find((mode) => source.colorModes.includes(mode)) ?? inOrder[0]!,
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

async function refusal(client: EsclClient, answer: HttpResponse, source: InputSource): Promise<DeviceError> {
  const fault = await client.status().then(
    (status) => faultFor(source, status),
    () => null,
  );
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

function pictureType(bytes: Uint8Array): ScannedPage['mediaType'] {
  const type = mediaTypeOf(bytes);
  if (!type) throw new DeviceError('device/protocol', 'the scanner sent no picture');
  return type;
}

const faults = {
  'http/unreachable': 'device/disconnected-before-sending',
  'http/interrupted': 'device/disconnected-while-sending',
  'http/time-out': 'device/time-out',
  'http/too-large': 'device/protocol',
  'http/malformed': 'device/protocol',
} as const;

async function mapped<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (signal?.aborted) throw new DriverError('drivers/cancelled', 'the scan was called off', { cause });
    if (cause instanceof HttpError) throw new DeviceError(faults[cause.code], cause.message, { cause });
    throw cause;
  }
}
