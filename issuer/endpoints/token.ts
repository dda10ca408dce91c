import { answerAuthorizationDetails } from '../authorization-details.ts';
import { tokenFor } from '../client-id.ts';
import { DEFERRED_TOKEN_SECONDS, type Engine, inTime, MAX_WRONG_CODES, TOKEN_SECONDS } from '../engine.ts';
import { readForm } from '../http/body.ts';
import { dpopThumbprint } from '../http/dpop.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { privateJson } from '../http/reply.ts';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import { openClaims, sealClaims } from '../seal.ts';
import { randomToken, sameBytes, sha256, txCodeHash } from '../secrets.ts';
import { REDEEMABLE, REDEEMED } from '../states.ts';
import type { OfferRecord } from '../store/store.ts';
import { storedTxCode, typedTxCode } from '../tx-code.ts';
import { clientOf } from './wallet-attestation.ts';

const invalidRequest = (description: string) => new ProtocolError(400, 'invalid_request', description);
const invalidGrant = (description: string) => new ProtocolError(400, 'invalid_grant', description);
const spent = () => invalidGrant('the pre-authorized code is unknown, expired or used');

/** Counts the wrong code before it is refused, and says so to those who watch. */
async function refuseWrongCode(engine: Engine, record: OfferRecord): Promise<never> {
  const wrongCodes = await engine.store.countWrongCode(record.offerId, MAX_WRONG_CODES, engine.clock());
  if (wrongCodes === null) throw spent();
  const locked = wrongCodes >= MAX_WRONG_CODES;
  engine.announce({ ...record, wrongCodes }, locked ? 'locked' : 'code-wrong');
  throw invalidGrant(locked ? 'the transaction code was wrong too often' : 'the transaction code is wrong');
}

async function checkTxCode(
  engine: Engine,
  record: OfferRecord,
  code: string,
  given: string | undefined,
): Promise<void> {
  if (record.txCodeHash === null) {
    if (given !== undefined) throw invalidRequest('this offer has no transaction code');
    return;
  }
  if (given === undefined) throw invalidRequest('the transaction code is missing');
  const typed = typedTxCode(storedTxCode(record.txCodeForm), given);
  if (!sameBytes(record.txCodeHash, txCodeHash(code, typed))) await refuseWrongCode(engine, record);
}

/** A bearer token lives five minutes; one bound to a key lives on when its credential has to wait. */
function lifeOf(record: OfferRecord, keyThumbprint: string | null): number {
  return record.held && keyThumbprint !== null ? DEFERRED_TOKEN_SECONDS : TOKEN_SECONDS;
}

/**
 * Token endpoint for the pre-authorized code grant, OpenID4VCI 1.0 §6.1–6.3. What a wallet can put right itself (its
 * attestation, its DPoP proof) is judged before the transaction code, so that it costs no try, and after the pre-authorized
 * one, so that strangers cannot fill the store with used proofs.
 */
export async function tokenEndpoint(engine: Engine, request: Request): Promise<Response> {
  const form = await readForm(request);
  const grant = form.get('grant_type');
  if (grant === undefined) throw invalidRequest('grant_type is missing');
  if (grant !== PRE_AUTHORIZED_CODE_GRANT)
    throw new ProtocolError(400, 'unsupported_grant_type', 'only the pre-authorized code grant is supported');
  const code = form.get('pre-authorized_code');
  if (code === undefined) throw invalidRequest('pre-authorized_code is missing');

  const hash = sha256(code);
  const record = await inTime(engine, () => engine.store.byCode(hash));
  if (record === null || record.variant !== engine.variant) throw spent();
  engine.rate.spend(record.offerId);
  if (REDEEMED.includes(record.state)) engine.announce(record, record.state, 'used-again');
  if (!REDEEMABLE.includes(record.state) || record.sealedClaims === null) throw spent();
  const clientId = await clientOf(engine, request, form.get('client_id'));
  const keyThumbprint = await dpopThumbprint(engine, request);
  if (keyThumbprint === null && engine.requirements.dpop)
    throw new ProtocolError(400, 'invalid_dpop_proof', 'a DPoP proof is needed');
  const resource = form.get('resource');
  if (resource !== undefined && resource !== engine.issuerUrl)
    throw new ProtocolError(400, 'invalid_target', 'the resource is not this credential issuer');
  const details = answerAuthorizationDetails(
    engine,
    form.get('authorization_details'),
    record.configurationId,
  );
  await checkTxCode(engine, record, code, form.get('tx_code'));

  const token = tokenFor(randomToken(engine.random, 32), clientId);
  const sealedClaims = await sealClaims(await openClaims(record.sealedClaims, code), token);
  const now = engine.clock();
  const life = lifeOf(record, keyThumbprint);
  const redeemed = await engine.store.redeem(
    record.offerId,
    {
      hash: sha256(token),
      expiresAt: now + life * 1000,
      sealedClaims,
      keyThumbprint,
      identified: details !== null,
    },
    now,
  );
  if (!redeemed) throw spent();
  engine.announce(record, 'token');
  return privateJson({
    access_token: token,
    token_type: keyThumbprint === null ? 'Bearer' : 'DPoP',
    expires_in: life,
    ...(details === null ? {} : { authorization_details: details }),
  });
}
