import { DPOP_ALGORITHMS } from './dpop.ts';
import { ProtocolError } from './protocol-error.ts';

export interface PresentedToken {
  token: string;
  scheme: 'Bearer' | 'DPoP';
}

/** RFC 6750 §3 and RFC 9449 §7.1: a protected resource refuses the token, or its absence, and says what it takes. */
export function unauthorized(description: string): ProtocolError {
  return new ProtocolError(401, 'invalid_token', description, {
    'WWW-Authenticate': `Bearer error="invalid_token", error_description="${description}", DPoP error="invalid_token", algs="${DPOP_ALGORITHMS.join(' ')}"`,
  });
}

/**
 * The access token in the Authorization header (header only: tokens in forms and query strings end up in logs).
 * @throws ProtocolError 401 without one
 */
export function presentedToken(request: Request): PresentedToken {
  const match = /^(Bearer|DPoP) +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.get('authorization') ?? '');
  if (match === null) throw unauthorized('an access token is needed');
  return { scheme: match[1]!.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', token: match[2]! };
}
