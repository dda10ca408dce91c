import { CodedError } from '../../electron/contract/index.ts';

export type HttpErrorCode =
  /** Nothing answered: no connection, no name, refused. */
  | 'http/unreachable'
  | 'http/time-out'
  /** The connection broke after the answer had begun. */
  | 'http/interrupted'
  | 'http/too-large'
  /** What came was no HTTP. */
  | 'http/malformed';

export class HttpError extends CodedError<HttpErrorCode> {}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  body?: string;
  /** Milliseconds for the whole exchange. */
  timeout: number;
  /** Most bytes the answer's body may have; one more and the connection is dropped. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
}

export interface HttpResponse {
  status: number;
  header(name: string): string | null;
  body: Uint8Array<ArrayBuffer>;
}

export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * One HTTP exchange, body bounded. Redirects are not followed: a device that is asked stays the device that answers.
 *
 * @throws HttpError
 */
export const httpRequest: HttpClient = async ({ method, url, body, timeout, maxBytes, signal }) => {
  const limit = AbortSignal.timeout(timeout);
  const until = signal ? AbortSignal.any([limit, signal]) : limit;
  let begun = false;
  try {
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      signal: until,
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'text/xml' } }),
    });
    begun = true;
    return {
      status: answer.status,
      header: (name) => answer.headers.get(name),
      body: await readBody(answer, maxBytes),
    };
  } catch (cause) {
    if (cause instanceof HttpError) throw cause;
    if (limit.aborted) throw new HttpError('http/time-out', `no answer within ${timeout} ms`, { cause });
    if (begun || wasReset(cause)) throw new HttpError('http/interrupted', 'the connection broke', { cause });
    throw new HttpError('http/unreachable', 'nothing answers there', { cause });
  }
};

async function readBody(answer: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    // Leaving the loop cancels the stream, which drops the connection.
    if (length > maxBytes) throw new HttpError('http/too-large', `the answer is over ${maxBytes} bytes`);
    parts.push(part);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The other side took the request and then went away, without a word or in the middle of one. */
function wasReset(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = String((at as NodeJS.ErrnoException).code ?? '');
    if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code === 'EPIPE') return true;
  }
  return false;
}
