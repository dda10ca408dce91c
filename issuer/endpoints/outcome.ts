import type { ProtocolError } from '../http/protocol-error.ts';
import { refuse } from './credential-request.ts';

export const requestDenied = (): ProtocolError =>
  refuse('credential_request_denied', 'this token has given its credential, or was withdrawn');

/** What the store's refusal means for the wallet. */
export function outcomeError(outcome: 'nonce-used' | 'closed'): ProtocolError {
  return outcome === 'nonce-used' ? refuse('invalid_nonce', 'the nonce has been used') : requestDenied();
}
