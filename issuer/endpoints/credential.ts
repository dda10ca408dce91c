import { isClientOf } from '../client-id.ts';
import { DEFERRED_INTERVAL_SECONDS, type Engine } from '../engine.ts';
import { outcomeError, refuse, requestDenied } from '../http/credential-error.ts';
import { issueCredentials } from '../issuing.ts';
import { ProofOutOfTime, type VerifiedProofs, verifyProofs } from '../proofs/index.ts';
import { openClaims, sealClaims } from '../seal.ts';
import { randomToken, sha256 } from '../secrets.ts';
import type { OfferRecord } from '../store/store.ts';
import { authorizedOffer } from './access.ts';
import { readCredentialRequest, requestedConfiguration } from './credential-request.ts';

/** Keeps the proven keys until the credential may be given, sealed like the claims. */
async function defer(
  engine: Engine,
  record: OfferRecord,
  token: string,
  { holders, nonces }: VerifiedProofs,
): Promise<Record<string, unknown>> {
  const transactionId = randomToken(engine.random, 16);
  const outcome = await engine.store.defer(
    record.offerId,
    nonces,
    { transactionHash: sha256(transactionId), sealedKeys: await sealClaims({ holders }, token) },
    engine.clock(),
  );
  if (outcome !== 'deferred') throw outcomeError(outcome);
  engine.announce(record, 'deferred');
  return { transaction_id: transactionId, interval: DEFERRED_INTERVAL_SECONDS };
}

/** Credential endpoint, OpenID4VCI 1.0 §8: one request for each token; one credential for each key it proves. */
export async function credentialEndpoint(engine: Engine, request: Request): Promise<Response> {
  const { record, token } = await authorizedOffer(engine, request);
  const { body, answer } = await readCredentialRequest(engine, request);
  const configuration = requestedConfiguration(engine, record, body);
  const isClient = (clientId: string) => isClientOf(token, clientId);
  const proofs = await verifyProofs(engine, body.proofs, isClient).catch((error: unknown) => {
    if (error instanceof ProofOutOfTime) engine.announce(record, record.state, 'phone-clock');
    throw error;
  });
  if (record.state === 'deferred')
    throw refuse('credential_request_denied', 'ask the deferred credential endpoint');
  if (record.state !== 'token' || record.sealedClaims === null) throw requestDenied();
  if (record.held) return answer(await defer(engine, record, token, proofs), 202);

  const claims = await openClaims(record.sealedClaims, token);
  return answer(await issueCredentials(engine, record, configuration, claims, proofs), 200);
}
