import { ProtocolError } from './protocol-error.ts';

/** Bytes. A credential request with one proof is about 1.5 kB, one with ten attested and encrypted ones about 60. */
export const MAX_BODY_BYTES = 256 * 1024;

/**
 * Reads a request's body as UTF-8, never holding more than `most` bytes.
 * @throws ProtocolError 413 when it is larger
 */
export async function readText(request: Request, most = MAX_BODY_BYTES): Promise<string> {
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > most) {
      await reader.cancel();
      throw new ProtocolError(413, 'invalid_request', 'request body is too large');
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The media type without its parameters, in lower case. */
export function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}

/**
 * Reads a JSON object.
 * @throws ProtocolError 400 with the endpoint's own `error` code when it is not one
 */
export async function readJsonObject(request: Request, error: string): Promise<Record<string, unknown>> {
  if (mediaType(request) !== 'application/json')
    throw new ProtocolError(400, error, 'content type must be application/json');
  let value: unknown;
  try {
    value = JSON.parse(await readText(request));
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause;
    throw new ProtocolError(400, error, 'request body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ProtocolError(400, error, 'request body is not a JSON object');
  return value as Record<string, unknown>;
}

/**
 * Reads an OAuth form (RFC 6749 §3.2): no parameter twice, an empty one is as good as absent.
 * @throws ProtocolError invalid_request
 */
export async function readForm(request: Request): Promise<Map<string, string>> {
  if (mediaType(request) !== 'application/x-www-form-urlencoded')
    throw new ProtocolError(400, 'invalid_request', 'content type must be application/x-www-form-urlencoded');
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(await readText(request))) {
    if (form.has(name)) throw new ProtocolError(400, 'invalid_request', 'a parameter is given twice');
    if (value !== '') form.set(name, value);
  }
  return form;
}
