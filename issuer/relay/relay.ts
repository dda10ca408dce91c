import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { credentialOf, errorOf, FINAL, MAX_CALLBACK_BYTES, readCallback } from './callback.ts';
import type { AuthenticateKiosk } from './kiosk-tokens.ts';
import { limitedText } from './limited-body.ts';
import { Mailbox } from './mailbox.ts';

export interface RelayOptions {
  authenticate: AuthenticateKiosk;
  clock?: () => number;
  /** Requests of one kiosk that may be open at once; 64 when not given. */
  openPerKiosk?: number;
  /** Requests of all kiosks that may be open at once; 20 000 when not given. */
  open?: number;
  /** Large callbacks, of up to 10 MB each, that are read at once; 8 when not given. */
  reading?: number;
}

export interface Relay {
  /** Answers a request whose path begins with `/entra/`; null for any other, which somebody else is to answer. */
  handle(request: Request): Promise<Response | null>;
  /** Requests that are open and events that wait, for a health view. */
  load(): { open: number; events: number; reading: number };
  /** Lets every kiosk that waits go. */
  close(): void;
}

interface OpenRequest {
  kiosk: string;
  mailbox: string;
  state: Buffer;
  keyHash: Buffer;
  claims: readonly string[];
  /** That of the first callback; another one is not about this request. */
  requestId: string | null;
  seen: Set<string>;
  reading: number;
  until: number;
}

/** Milliseconds that a request is known for after its code has gone: who scanned at the last second still answers. */
const GRACE = 15 * 60_000;
/** Seconds a kiosk may be kept waiting: less than proxies cut a connection after. */
const MAX_WAIT = 25;
const MAX_REGISTRATION_BYTES = 4096;
/** Bytes of a callback without a photo, with room to spare. */
const SMALL_CALLBACK_BYTES = 64 * 1024;
/** Callbacks of one request that are read at once; there are never more than three in its whole life. */
const READING_PER_REQUEST = 8;

/** A kiosk's parts that wait for news apart from each other, so that none takes what is another's. */
const channel = z.enum(['offers', 'help-desk']).default('offers');
const mailboxName = (kiosk: string, name: string) => `${name} ${kiosk}`;

const registration = z.strictObject({
  channel,
  state: z.string().regex(/^[A-Za-z0-9_-]{22,100}$/),
  /** SHA-256 of the `api-key` that the callback will bring, base64url. */
  keyHash: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  lifeSeconds: z.number().int().min(1).max(3600),
  /** Names of presented claims the kiosk needs. */
  claims: z.array(z.string().min(1).max(100)).max(16).default([]),
});

const reply = (status: number, body?: unknown, headers: Record<string, string> = {}) =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      'Cache-Control': 'no-store',
      ...headers,
    },
  });

const busy = () => reply(503, { error: 'busy' }, { 'Retry-After': '1' });

const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest();

/**
 * Where Microsoft Entra Verified ID calls back, and where kiosks that nobody can reach learn of it. A kiosk registers a
 * request before it makes it, with the hash of an `api-key` of that request alone; a callback has to bring the key and
 * the state. Everything is in memory and bounded; a relay that restarts gives another `epoch`, and kiosks register what
 * is still open again.
 *
 * - `POST /entra/requests` (kiosk) {state, keyHash, lifeSeconds, claims?, channel?} → 204
 * - `GET /entra/events?channel=CHANNEL&after=EPOCH.SEQ&wait=SECONDS` (kiosk) → {epoch, cursor, events}
 * - `POST /entra/callback` (Microsoft, header `api-key`) → 204
 */
export function createEntraRelay(options: RelayOptions): Relay {
  const { authenticate, clock = Date.now, openPerKiosk = 64, open = 20_000, reading: readers = 8 } = options;
  const epoch = randomBytes(9).toString('base64url');
  /** By the hash of the key, so that looking one up tells nothing of the keys there are. */
  const requests = new Map<string, OpenRequest>();
  const mailboxes = new Map<string, Mailbox>();
  let reading = 0;
  let swept = 0;

  function sweep(): void {
    const now = clock();
    if (now - swept < 1000) return;
    swept = now;
    for (const [key, request] of requests) if (request.until <= now) requests.delete(key);
    const used = new Set([...requests.values()].map(({ mailbox }) => mailbox));
    for (const [name, mailbox] of mailboxes)
      if (!used.has(name) && mailbox.size > 0) mailbox.after(mailbox.latest);
  }

  function mailboxOf(name: string): Mailbox {
    const mailbox = mailboxes.get(name) ?? new Mailbox(openPerKiosk * 3);
    mailboxes.set(name, mailbox);
    return mailbox;
  }

  async function register(request: Request): Promise<Response> {
    const kiosk = await authenticate(request);
    if (kiosk === null) return reply(401, { error: 'unknown_kiosk' }, { 'WWW-Authenticate': 'Bearer' });
    const body = await limitedText(request, MAX_REGISTRATION_BYTES);
    if ('refused' in body) return reply(413, { error: 'too_large' });
    const parsed = registration.safeParse(parseJson(body.text));
    if (!parsed.success) return reply(400, { error: 'invalid_request' });
    const { state, keyHash, lifeSeconds, claims } = parsed.data;
    const until = clock() + lifeSeconds * 1000 + GRACE;
    const known = requests.get(keyHash);
    if (known !== undefined) {
      if (known.kiosk !== kiosk || !known.state.equals(hash(state)))
        return reply(409, { error: 'key_in_use' });
      known.until = Math.max(known.until, until);
      return reply(204);
    }
    let own = 0;
    for (const one of requests.values()) if (one.kiosk === kiosk) own += 1;
    if (own >= openPerKiosk || requests.size >= open)
      return reply(429, { error: 'too_many_open' }, { 'Retry-After': '30' });
    requests.set(keyHash, {
      kiosk,
      mailbox: mailboxName(kiosk, parsed.data.channel),
      state: hash(state),
      keyHash: Buffer.from(keyHash, 'base64url'),
      claims,
      requestId: null,
      seen: new Set(),
      reading: 0,
      until,
    });
    return reply(204);
  }

  function takePlace() {
    if (reading >= readers) return null;
    reading += 1;
    return () => {
      reading -= 1;
    };
  }

  async function callback(request: Request): Promise<Response> {
    const given = hash(request.headers.get('api-key') ?? '');
    const known = requests.get(given.toString('base64url'));
    if (known === undefined || !timingSafeEqual(known.keyHash, given) || known.until <= clock())
      return reply(401, { error: 'unknown_request' });
    if (known.reading >= READING_PER_REQUEST) return busy();
    known.reading += 1;
    const body = await limitedText(request, MAX_CALLBACK_BYTES, SMALL_CALLBACK_BYTES, takePlace).finally(
      () => {
        known.reading -= 1;
      },
    );
    if ('refused' in body) return body.refused === 'busy' ? busy() : reply(413, { error: 'too_large' });
    const told = readCallback(body.text);
    if (told === null) return reply(400, { error: 'invalid_request' });
    if (!timingSafeEqual(known.state, hash(told.state))) return reply(401, { error: 'unknown_request' });
    if (known.requestId !== null && known.requestId !== told.requestId)
      return reply(409, { error: 'another_request' });
    known.requestId = told.requestId;
    const over = [...known.seen].some((status) => FINAL.has(status));
    if (known.seen.has(told.requestStatus) || over) return reply(204);
    known.seen.add(told.requestStatus);
    const error = errorOf(told);
    const credential = credentialOf(told, known.claims);
    mailboxOf(known.mailbox).put({
      state: told.state,
      requestId: told.requestId,
      status: told.requestStatus,
      ...(error === undefined ? {} : { error }),
      ...(credential === undefined ? {} : { credential }),
    });
    return reply(204);
  }

  async function events(request: Request, url: URL): Promise<Response> {
    const kiosk = await authenticate(request);
    if (kiosk === null) return reply(401, { error: 'unknown_kiosk' }, { 'WWW-Authenticate': 'Bearer' });
    const [given, seq] = (url.searchParams.get('after') ?? '').split('.');
    const wait = Math.min(MAX_WAIT, Math.max(0, Number(url.searchParams.get('wait') ?? '0') || 0));
    const wanted = channel.safeParse(url.searchParams.get('channel') ?? undefined);
    if (!wanted.success) return reply(400, { error: 'invalid_request' });
    const mailbox = mailboxOf(mailboxName(kiosk, wanted.data));
    // A cursor of an earlier life of this relay says nothing about what is here.
    const after = given === epoch ? Number(seq) || 0 : 0;
    let waiting = mailbox.after(after);
    if (waiting.length === 0 && given === epoch) {
      await mailbox.wait(wait * 1000, request.signal);
      waiting = mailbox.after(after);
    }
    return reply(200, { epoch, cursor: `${epoch}.${waiting.at(-1)?.seq ?? after}`, events: waiting });
  }

  return {
    async handle(request) {
      const url = new URL(request.url);
      if (!url.pathname.startsWith('/entra/')) return null;
      sweep();
      const route = `${request.method} ${url.pathname}`;
      if (route === 'POST /entra/callback') return callback(request);
      if (route === 'POST /entra/requests') return register(request);
      if (route === 'GET /entra/events') return events(request, url);
      return reply(404, { error: 'not_found' });
    },
    load: () => ({
      open: requests.size,
      events: [...mailboxes.values()].reduce((sum, mailbox) => sum + mailbox.size, 0),
      reading,
    }),
    close() {
      for (const mailbox of mailboxes.values()) mailbox.close();
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
