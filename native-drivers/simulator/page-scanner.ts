import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import type { EsclEndpoint } from '../devices/escl-scanner.ts';
import { capabilitiesXml, type ScannerCondition, statusXml } from './escl-xml.ts';
import type { ProcessEnds, SimulatedFault } from './faults.ts';

export const pageScannerId = 'escl:simulated-page-scanner';

export interface LaidPage {
  bytes: Uint8Array;
  mediaType: 'image/jpeg' | 'image/png';
  dotsPerInch: number;
}

export interface PageScannerWorld {
  /** What lies on the glass. */
  page(): Promise<LaidPage | null>;
  fault(): SimulatedFault | undefined;
  spent(): void;
  ends: ProcessEnds;
}

export interface SimulatedPageScanner {
  endpoint: EsclEndpoint;
  /** For whoever brings it connections of another kind, such as those of USB pipes. */
  server: Server;
  plug(): Promise<void>;
  unplug(): Promise<void>;
}

const scanTime = 300;
const slowScanTime = 5000;
/** A page nobody fetches is given up. */
const jobLife = 30_000;
const maxRequest = 64 * 1024;
const jobPath = /^\/eSCL\/ScanJobs\/([0-9a-f-]{36})(\/NextDocument)?$/;

/**
 * A flat-bed scanner that speaks eSCL over HTTP on the loopback interface, at a port the system chooses. It knows
 * one job at a time, delivers the page that lies on the glass unchanged, and names one resolution: the page's own.
 */
export async function pageScanner(world: PageScannerWorld): Promise<SimulatedPageScanner> {
  let job: { id: string; page: LaidPage; readyAt: number; delivered: boolean } | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  const condition = (): ScannerCondition => {
    const fault = world.fault();
    if (fault === 'cover-open' || fault === 'jam') return fault;
    if (fault === 'stuck') return 'scanning';
    const working = job && !job.delivered && Date.now() < job.readyAt + jobLife;
    return working ? 'scanning' : 'idle';
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const key = `${request.method} ${path}`;
    if (key === 'GET /eSCL/ScannerCapabilities') {
      return xml(response, capabilitiesXml((await world.page())?.dotsPerInch ?? 300));
    }
    if (key === 'GET /eSCL/ScannerStatus') {
      return xml(response, statusXml(condition(), (await world.page()) !== null));
    }
    if (key === 'POST /eSCL/ScanJobs') return createJob(request, response);
    const [, id, next] = jobPath.exec(path) ?? [];
    if (!job || id !== job.id) return end(response, 404);
    if (request.method === 'DELETE' && !next) {
      job = null;
      return end(response, 200);
    }
    return request.method === 'GET' && next ? nextDocument(job, response) : end(response, 405);
  };
  const createJob = async (request: IncomingMessage, response: ServerResponse) => {
    let length = 0;
    for await (const part of request) {
      length += (part as Buffer).length;
      if (length > maxRequest) return end(response, 413);
    }
    if (condition() !== 'idle') return end(response, 503);
    const page = await world.page();
    if (!page) return end(response, 409);
    const takes = world.fault() === 'slow' ? slowScanTime : scanTime;
    job = { id: randomUUID(), page, readyAt: Date.now() + takes, delivered: false };
    response.writeHead(201, { location: `/eSCL/ScanJobs/${job.id}`, 'content-length': 0 }).end();
  };
  const nextDocument = (current: NonNullable<typeof job>, response: ServerResponse) => {
    const fault = world.fault();
    if (fault === 'cover-open' || fault === 'jam') return end(response, 503);
    if (current.delivered) return end(response, 404);
    if (Date.now() < current.readyAt) {
      return response.writeHead(503, { 'retry-after': '1', 'content-length': 0 }).end();
    }
    const { bytes, mediaType } = current.page;
    if (fault === 'endless') return endless(response, mediaType, bytes);
    const body = fault === 'garbage' ? Buffer.from('\u0000not a picture') : turned(bytes, fault);
    response.writeHead(200, { 'content-type': mediaType, 'content-length': body.length });
    const broken =
      fault === 'crash' || fault === 'hang' || fault === 'unplug-mid-read' || fault === 'half-frame';
    if (!broken) {
      current.delivered = true;
      return response.end(body);
    }
    response.write(body.subarray(0, Math.ceil(body.length / 2)), () => {
      if (fault === 'crash') world.ends.crash();
      if (fault === 'hang') world.ends.hang();
      if (fault === 'half-frame') response.destroy();
      if (fault === 'unplug-mid-read') {
        void unplug();
        world.spent();
      }
    });
  };

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const unplug = async () => {
    job = null;
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: { id: pageScannerId, base: new URL(`http://127.0.0.1:${port}/eSCL`), simulated: true },
    server,
    async plug() {
      if (!server.listening) await listen(port);
    },
    unplug,
  };
}

/** The second half first. */
function turned(bytes: Uint8Array, fault: SimulatedFault | undefined): Uint8Array {
  const middle = bytes.length >> 1;
  return fault === 'wrong-order' ? Buffer.concat([bytes.subarray(middle), bytes.subarray(0, middle)]) : bytes;
}

/** A page that begins as it should, until whoever fetches it has had enough. */
function endless(response: ServerResponse, mediaType: string, bytes: Uint8Array): void {
  response.writeHead(200, { 'content-type': mediaType });
  const more = function* () {
    for (;;) yield bytes;
  };
  pipeline(Readable.from(more()), response, () => {});
}

function xml(response: ServerResponse, text: string) {
  response
    .writeHead(200, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(text) })
    .end(text);
}

function end(response: ServerResponse, status: number) {
  response.writeHead(status, { 'content-length': 0 }).end();
}
