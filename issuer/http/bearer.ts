import { unauthorized } from './protocol-error.ts';

/**
 * The bearer token of RFC 6750 §2.1 (header only: tokens in forms and query strings end up in logs).
 * @throws ProtocolError 401 without one
 */
export function bearerToken(request: Request): string {
  const match = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.get('authorization') ?? '');
  if (match === null) throw unauthorized('invalid_token', 'a bearer token is needed');
  return match[1]!;
}
