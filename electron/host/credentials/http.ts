import { CodedError } from '../../contract/index.ts';

/** What can go wrong on the way to a service, whatever the service is. */
export type HttpFault = 'bad-address' | 'unreachable' | 'timed-out' | 'bad-answer';

export class HttpError extends CodedError<`http/${HttpFault}`> {
  readonly fault: HttpFault;

  constructor(fault: HttpFault, message: string, options?: { cause?: unknown }) {
    super(`http/${fault}`, message, options);
    this.fault = fault;
  }
}

export interface HttpOptions {
  /** Milliseconds one request may take; 10 000 when not given. */
  timeout?: number;
  /** Milliseconds before the first repetition; it doubles each time. 500 when not given. */
  backOff?: number;
  /** Repetitions of what may succeed a moment later; 3 when not given. */
  repetitions?: number;
}

export interface Answer {
  status: number;
  /** Parsed JSON, or null. */
  body: unknown;
  /** The server's clock in Unix milliseconds; null when it does not tell. */
  serverTime: number | null;
  retryAfter: number | null;
}

/** Bytes of an answer that are read. */
const MAX_ANSWER = 1_000_000;
/** Milliseconds a visitor can be left waiting before a repetition. */
const MAX_PAUSE = 10_000;

/**
 * An address that secrets may be sent to: https, or http on this machine, where tests and simulations are.
 * @throws HttpError http/bad-address
 */
export function trustedAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const loopback = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback)))
    throw new HttpError('bad-address', 'an address is not https');
  return url;
}

/** @throws HttpError http/unreachable, http/timed-out, http/bad-answer */
export async function ask(
  url: string | URL,
  init: RequestInit,
  { timeout = 10_000 }: HttpOptions = {},
): Promise<Answer> {
  const limit = AbortSignal.timeout(timeout);
  const signal = init.signal ? AbortSignal.any([limit, init.signal]) : limit;
  try {
    // A redirect would carry the token or the claims to somewhere that nobody configured.
    const response = await fetch(url, { ...init, redirect: 'error', signal });
    const text = await limitedText(response);
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      status: response.status,
      body: parseJson(text),
      serverTime: Number.isNaN(date) ? null : date,
      retryAfter: retryAfter(response.headers.get('retry-after')),
    };
  } catch (cause) {
    if (cause instanceof HttpError) throw cause;
    throw new HttpError(limit.aborted ? 'timed-out' : 'unreachable', 'no answer came', { cause });
  }
}

/**
 * Repeats what failed in passing, with pauses that double and vary; what a service asked to wait is kept to.
 * @param passing what may succeed a moment later, and the milliseconds it asked for; null for what will not
 */
export async function persistently<T>(
  work: () => Promise<T>,
  passing: (error: unknown) => { retryAfter: number | null } | null,
  { backOff = 500, repetitions = 3 }: HttpOptions = {},
): Promise<T> {
  for (let turn = 0; ; turn += 1) {
    try {
      return await work();
    } catch (error) {
      const again = turn < repetitions ? passing(error) : null;
      if (again === null || (again.retryAfter ?? 0) > MAX_PAUSE) throw error;
      const pause = backOff * 2 ** turn * (0.5 + Math.random() / 2);
      await new Promise((resolve) => setTimeout(resolve, Math.max(pause, again.retryAfter ?? 0)));
    }
  }
}

async function limitedText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER) throw new HttpError('bad-answer', 'an answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Seconds or an HTTP date (RFC 9110 §10.2.3), as milliseconds from now. */
function retryAfter(header: string | null): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

/** What the text says as JSON; null when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
