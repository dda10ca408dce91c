import type { ProtocolError } from './protocol-error.ts';

const PRIVATE = { 'Cache-Control': 'no-store', Pragma: 'no-cache', 'Referrer-Policy': 'no-referrer' };

/** JSON that must never be kept by anyone on the way (RFC 6749 §5.1, OpenID4VCI 1.0 §7.2). */
export function privateJson(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...PRIVATE, ...headers },
  });
}

/** A JWT that must never be kept by anyone on the way. */
export function privateJwt(jwt: string, status = 200): Response {
  return new Response(jwt, { status, headers: { 'Content-Type': 'application/jwt', ...PRIVATE } });
}

/** Public, readable by pages of other origins, and short-lived in caches because an operator may change it. */
export function publicBody(
  body: string | Uint8Array<ArrayBuffer>,
  type: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, {
    headers: {
      'Content-Type': type,
      'Cache-Control': 'public, max-age=300',
      'Access-Control-Allow-Origin': '*',
      ...headers,
    },
  });
}

export function publicJson(body: unknown, headers: Record<string, string> = {}): Response {
  return publicBody(JSON.stringify(body), 'application/json', headers);
}

export function noContent(): Response {
  return new Response(null, { status: 204, headers: PRIVATE });
}

export function protocolErrorReply(error: ProtocolError): Response {
  return privateJson({ error: error.error, error_description: error.message }, error.status, {
    ...error.headers,
  });
}
