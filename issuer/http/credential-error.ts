import { ProtocolError } from './protocol-error.ts';

/** A credential request error: OpenID4VCI 1.0 §8.3.1.2. */
export const refuse = (error: string, description: string): ProtocolError =>
  new ProtocolError(400, error, description);

export const requestDenied = (): ProtocolError =>
  refuse('credential_request_denied', 'this token has given its credential, or was withdrawn');

/** What the store's refusal means for the wallet. */
export function outcomeError(outcome: 'nonce-used' | 'closed'): ProtocolError {
  return outcome === 'nonce-used' ? refuse('invalid_nonce', 'the nonce has been used') : requestDenied();
}
