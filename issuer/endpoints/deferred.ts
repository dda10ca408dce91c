import { DEFERRED_INTERVAL_SECONDS, type Engine } from '../engine.ts';
import { refuse, requestDenied } from '../http/credential-error.ts';
import { issueCredentials } from '../issuing.ts';
import type { Holder } from '../proofs/index.ts';
import { openClaims } from '../seal.ts';
import { sameBytes, sha256 } from '../secrets.ts';
import { authorizedOffer } from './access.ts';
import { readCredentialRequest } from './credential-request.ts';

/**
 * Deferred credential endpoint, OpenID4VCI 1.0 §9: the credential once it is released, before that 202 with the same
 * transaction_id. A transaction_id has no use any more when the credential was given. The answer has no notification_id,
 * which is optional here: @openid4vc/openid4vci 0.4.6, and the wallets built on it, refuse a deferred credential with one.
 */
export async function deferredEndpoint(engine: Engine, request: Request): Promise<Response> {
  const { record, token } = await authorizedOffer(engine, request);
  const { body, answer } = await readCredentialRequest(engine, request);
  const { transaction_id: id } = body;
  if (typeof id !== 'string') throw refuse('invalid_credential_request', 'transaction_id is missing');
  if (record.transactionHash === null || !sameBytes(record.transactionHash, sha256(id)))
    throw refuse('invalid_transaction_id', 'the transaction_id is not one of this token');
  if (['issued', 'accepted', 'refused'].includes(record.state))
    throw refuse('invalid_transaction_id', 'the credential of this transaction_id was given');
  const configuration = engine.configurations.get(record.configurationId);
  if (
    record.state !== 'deferred' ||
    record.sealedClaims === null ||
    record.sealedKeys === null ||
    configuration === undefined
  )
    throw requestDenied();
  if (record.held) return answer({ transaction_id: id, interval: DEFERRED_INTERVAL_SECONDS }, 202);

  const claims = await openClaims(record.sealedClaims, token);
  const { holders } = (await openClaims(record.sealedKeys, token)) as { holders: Holder[] };
  const { credentials } = await issueCredentials(engine, record, configuration, claims, {
    holders,
    nonces: [],
  });
  return answer({ credentials }, 200);
}
