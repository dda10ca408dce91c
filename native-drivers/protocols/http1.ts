import { type PullParser, puller } from './pull.ts';

export interface Http1Response {
  kind: 'response';
  status: number;
  /** Names in lower case; of several under one name the first. */
  headers: ReadonlyMap<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

export type Http1Step = Http1Response | { kind: 'malformed'; reason: string } | { kind: 'too-large' };

const maxLine = 8192;
const maxHeaders = 100;

/**
 * Cuts a stream into HTTP/1.1 responses (RFC 9112): bodies by Content-Length or in chunks. A body that ends with its
 * connection has no end on a pipe that stays, and is refused. Interim answers (1xx) are passed over.
 *
 * @param maxBody most bytes a body may have
 */
export const http1Responses = (maxBody: number) => puller(() => response(maxBody));

function* response(maxBody: number): PullParser<Http1Step> {
  for (;;) {
    const first = yield* lineOf();
    const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first ?? '')?.[1]);
    if (!status) return malformed('no-status');
    const headers = yield* headersOf();
    if (!headers) return malformed('headers');
    if (status < 200) continue;
    if (status === 204 || status === 304)
      return { kind: 'response', status, headers, body: new Uint8Array() };
    const body = headers.get('transfer-encoding')?.toLowerCase().endsWith('chunked')
      ? yield* chunks(maxBody)
      : yield* counted(headers.get('content-length'), maxBody);
    return 'kind' in body ? body : { kind: 'response', status, headers, body: body.bytes };
  }
}

type Body = { bytes: Uint8Array<ArrayBuffer> } | Exclude<Http1Step, Http1Response>;

function* counted(length: string | undefined, maxBody: number): PullParser<Body> {
  if (length === undefined || !/^\d{1,10}$/.test(length.trim())) return malformed('no-length');
  const bytes = Number(length);
  if (bytes > maxBody) return { kind: 'too-large' };
  return { bytes: yield { bytes } };
}

function* chunks(maxBody: number): PullParser<Body> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const line = yield* lineOf();
    const digits = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/.exec(line ?? '')?.[1];
    if (!digits) return malformed('chunk-size');
    const bytes = Number.parseInt(digits, 16);
    if (bytes === 0) break;
    size += bytes;
    if (size > maxBody) return { kind: 'too-large' };
    parts.push(yield { bytes });
    if ((yield* lineOf()) !== '') return malformed('chunk-end');
  }
  if (!(yield* headersOf())) return malformed('trailers');
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return { bytes: whole };
}

function* headersOf(): PullParser<Map<string, string> | null> {
  const headers = new Map<string, string>();
  for (let count = 0; count <= maxHeaders; count++) {
    const line = yield* lineOf();
    if (line === '') return headers;
    const [, name, value = ''] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line ?? '') ?? [];
    if (!name) return null;
    if (!headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value);
  }
  return null;
}

/** Null for a line that is too long. */
function* lineOf(): PullParser<string | null> {
  const line = yield { line: maxLine };
  return line.length > maxLine ? null : Buffer.from(line).toString('latin1');
}

const malformed = (reason: string) => ({ kind: 'malformed', reason }) as const;

/** A request as it goes over the pipe; the connection is kept. */
export function http1Request(method: string, path: string, body?: string): Uint8Array {
  const bytes = Buffer.from(body ?? '', 'utf8');
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Accept-Encoding: identity',
    ...(body === undefined ? [] : ['Content-Type: text/xml', `Content-Length: ${bytes.length}`]),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}
