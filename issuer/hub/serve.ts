import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { toNodeListener } from '../listener.ts';
import { answerForRelay, type Relay } from '../relay/index.ts';
import { guardDoors } from './doors.ts';
import { HubError } from './errors.ts';
import type { Hub } from './hub.ts';
import { addressOf, type HubPlace, type OpenHubOptions, openHub, openPlace } from './open.ts';
import { MAX_KIOSK_BODY } from './protocol.ts';
import { loggedPath } from './routes.ts';

/** A request as it may be written down: nothing in it opens an offer. */
export interface AccessEntry {
  method: string;
  path: string;
  status: number;
  /** Milliseconds. */
  ms: number;
}

export interface ServeOptions extends Omit<OpenHubOptions, 'url'> {
  place: HubPlace;
  /** Address to listen on; 127.0.0.1 when not given. */
  host?: string;
  /** Without one the port of before, when that was the hub's address; 0, or nothing before, takes a free port. */
  port?: number;
  /** PEM; without it http, for a proxy on the same machine that speaks https, or for tries on loopback. */
  tls?: { key: string; cert: string };
  /** What phones and kiosks see; what is listened on when not given. */
  baseUrl?: string;
  onAccess?: (entry: AccessEntry) => void;
  /** Proxies in front, one behind the other, whose X-Forwarded-For is believed; 0 when not given. */
  trustedProxies?: number;
  /** Takes Entra's callbacks for kiosks, in this process alone; ended with the hub. */
  relay?: Relay;
}

export interface RunningHub {
  readonly hub: Hub;
  /** Address and port that are listened on. */
  readonly listening: { host: string; port: number };
  /** Ends what is open, and lets go of the database. */
  stop(): Promise<void>;
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new HubError('hub/cannot-listen', 'the address or port is not to be had', { cause })),
    );
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Milliseconds that requests under way are given when the hub is stopped. */
const GRACE = 2_000;

async function stopServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE);
  await closed;
  clearTimeout(timer);
}

function noting(hub: Hub, onAccess: ServeOptions['onAccess']): Hub['handle'] {
  if (onAccess === undefined) return hub.handle;
  return async (request) => {
    const before = performance.now();
    const reply = await hub.handle(request);
    const path = loggedPath(new URL(request.url).pathname);
    onAccess({
      method: request.method,
      path,
      status: reply.status,
      ms: Math.round(performance.now() - before),
    });
    return reply;
  };
}

/** A hub whose address is that of its port takes the same again. */
function portAgain(address: string | null): number {
  const { protocol, port } = new URL(address ?? 'http://localhost');
  return protocol === 'http:' ? Number(port) : 0;
}

/**
 * Starts a hub and its server; makes what it needs where it was never started. The server listens before the hub exists, because the hub's address may hold the port;
 * requests in between are told to come back.
 * @throws HubError; IssuerError when address, profiles or keys are not usable
 */
export async function serveHub(options: ServeOptions): Promise<RunningHub> {
  const { host = '127.0.0.1', tls } = options;
  let listener: RequestListener = (_message, response) =>
    response.writeHead(503, { 'Retry-After': '1' }).end();
  const { relay } = options;
  const dispatch: RequestListener = (message, response) => {
    if (relay === undefined) return listener(message, response);
    void answerForRelay(relay, message, response).then((answered) => {
      if (!answered) listener(message, response);
    });
  };
  const server = tls === undefined ? createHttpServer(dispatch) : createHttpsServer(tls, dispatch);
  server.requestTimeout = 60_000;
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0)) await step();
  };
  try {
    const place = await openPlace(options.place, { create: true });
    undo.unshift(place.close);
    const kept = options.baseUrl === undefined && options.newUrl !== true ? await addressOf(place) : null;
    const port = await listen(server, options.port ?? portAgain(kept), host);
    undo.unshift(() => stopServer(server));
    if (relay !== undefined) undo.unshift(async () => relay.close());
    const own = `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
    const url = options.baseUrl ?? own;
    const hub = await openHub(place, { ...options, url });
    undo.unshift(hub.close);
    await hub.sweep();
    const answer = toNodeListener({ issuerUrl: url, handle: noting(hub, options.onAccess) }, MAX_KIOSK_BODY);
    const { kiosks = true, trustedProxies = 0, clock = Date.now } = options;
    listener = kiosks ? guardDoors(answer, { url, trustedProxies, clock }) : answer;
    return { hub, listening: { host, port }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
