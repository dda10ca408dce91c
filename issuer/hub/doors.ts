import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { TICKET_PATH } from '../ticket/index.ts';
import type { Clock } from '../types.ts';
import { allowanceOf, clientAddress, isLoopback } from './client-address.ts';

interface Allowance {
  /** Vain requests that are taken at once. */
  readonly capacity: number;
  readonly perSecond: number;
}

/**
 * Doors that strangers may knock at, and what each costs the hub: a code is looked up, a ticket is decrypted and its
 * signature checked. Only what was in vain counts, so that the phones of a whole town behind one address are not in each
 * other's way.
 */
const ALLOWANCES = {
  enrol: { capacity: 20, perSecond: 0.2 },
  ticket: { capacity: 60, perSecond: 1 },
} as const satisfies Record<string, Allowance>;
export type Door = keyof typeof ALLOWANCES;

/** Clients remembered at most: beyond, those who were away longest are forgotten. */
const MOST_CLIENTS = 20_000;

/** Counts vain requests by client and door. */
export class DoorRate {
  readonly #clock: Clock;
  /** In the order of their last request. */
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns null; or in how many seconds the client may come again */
  spend(door: Door, client: string): number | null {
    const { capacity, perSecond } = ALLOWANCES[door];
    const key = `${door} ${client}`;
    const now = this.#clock();
    const { left, at } = this.#buckets.get(key) ?? { left: capacity, at: now };
    const filled = Math.min(capacity, left + (Math.max(0, now - at) / 1000) * perSecond);
    const enough = filled >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: enough ? filled - 1 : filled, at: now });
    if (this.#buckets.size > MOST_CLIENTS) this.#buckets.delete(this.#buckets.keys().next().value!);
    return enough ? null : Math.ceil((1 - filled) / perSecond);
  }

  /** The request was not in vain. */
  giveBack(door: Door, client: string): void {
    const bucket = this.#buckets.get(`${door} ${client}`);
    if (bucket !== undefined) bucket.left = Math.min(ALLOWANCES[door].capacity, bucket.left + 1);
  }
}

function doorOf({ method, url = '/' }: IncomingMessage, base: string): Door | null {
  const [path = ''] = url.split('?');
  if (!path.startsWith(`${base}/`)) return null;
  const rest = path.slice(base.length + 1);
  if (method === 'POST' && rest === 'kiosk/enrol') return 'enrol';
  return rest.startsWith(`${TICKET_PATH}/`) ? 'ticket' : null;
}

function tooMany(response: ServerResponse, seconds: number): void {
  response.writeHead(429, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'Retry-After': String(seconds),
    Connection: 'close',
  });
  const error = { error: 'temporarily_unavailable', error_description: 'too many vain requests' };
  response.end(JSON.stringify(error));
}

export interface DoorOptions {
  /** The hub's identifier: its path is before those of the doors. */
  url: string;
  /** Proxies in front that are the organisation's own. */
  trustedProxies: number;
  clock: Clock;
}

/**
 * A listener that turns those away who come in vain again and again. Whoever asks from this machine while no proxy is
 * trusted is let in: it may be a proxy, and then everybody would share its allowance.
 */
export function guardDoors(
  listener: RequestListener,
  { url, trustedProxies, clock }: DoorOptions,
): RequestListener {
  const base = new URL(url).pathname.replace(/\/$/, '');
  const rate = new DoorRate(clock);
  return (message, response) => {
    const door = doorOf(message, base);
    const { 'x-forwarded-for': forwarded } = message.headers;
    const address = clientAddress(message.socket.remoteAddress, forwarded, trustedProxies);
    const anybody = trustedProxies === 0 && address !== null && isLoopback(address);
    if (door === null || address === null || anybody) return listener(message, response);
    const client = allowanceOf(address);
    const wait = rate.spend(door, client);
    if (wait !== null) return tooMany(response, wait);
    response.once('finish', () => {
      if (response.statusCode < 400 || response.statusCode >= 500) rate.giveBack(door, client);
    });
    return listener(message, response);
  };
}
