import type { Configuration, Engine } from '../engine.ts';
import { readJsonObject } from '../http/body.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { privateJson } from '../http/reply.ts';
import { vctOf } from '../profile/index.ts';
import { type HolderProof, verifyProof } from '../proof.ts';
import { encodeSdJwtVc, validity } from '../sdjwt/index.ts';
import { openClaims } from '../seal.ts';
import { randomToken, sha256 } from '../secrets.ts';
import type { OfferRecord } from '../store/store.ts';
import { authorizedOffer } from './access.ts';

const refuse = (error: string, description: string) => new ProtocolError(400, error, description);

function requestedConfiguration(
  engine: Engine,
  record: OfferRecord,
  body: Record<string, unknown>,
): Configuration {
  const { credential_configuration_id: id, credential_identifier: identifier } = body;
  if ((id === undefined) === (identifier === undefined))
    throw refuse(
      'invalid_credential_request',
      'exactly one of credential_configuration_id and credential_identifier is needed',
    );
  if (identifier !== undefined)
    throw refuse('unknown_credential_identifier', 'no credential identifiers were given with the token');
  if (typeof id !== 'string')
    throw refuse('invalid_credential_request', 'credential_configuration_id is not a string');
  const configuration = engine.configurations.get(id);
  if (configuration === undefined)
    throw refuse('unknown_credential_configuration', 'there is no such credential configuration');
  if (id !== record.configurationId)
    throw new ProtocolError(403, 'insufficient_scope', 'the token is for another credential configuration', {
      'WWW-Authenticate': 'Bearer error="insufficient_scope"',
    });
  return configuration;
}

function soleProof(body: Record<string, unknown>): string {
  const { proofs } = body;
  if (typeof proofs !== 'object' || proofs === null) throw refuse('invalid_proof', 'proofs is missing');
  const { jwt, ...others } = proofs as Record<string, unknown>;
  if (Object.keys(others).length > 0) throw refuse('invalid_proof', 'only proofs of type jwt are supported');
  if (!Array.isArray(jwt) || jwt.length !== 1 || typeof jwt[0] !== 'string')
    throw refuse('invalid_proof', 'proofs.jwt must hold exactly one key proof');
  return jwt[0];
}

async function sign(
  engine: Engine,
  { profile }: Configuration,
  claims: Record<string, unknown>,
  proof: HolderProof,
): Promise<string> {
  const input = {
    iss: engine.issuerUrl,
    vct: vctOf(profile, engine.issuerUrl),
    cnf: { jwk: proof.jwk },
    ...validity(engine.clock(), profile.validityDays),
    claims,
    nested: profile.claims.map(({ path }) => path),
  };
  return encodeSdJwtVc(input, await engine.keys.current(), engine.random);
}

/** Credential endpoint, OpenID4VCI 1.0 §8: one credential per token, at once, in plain JSON. */
export async function credentialEndpoint(engine: Engine, request: Request): Promise<Response> {
  const { record, token } = await authorizedOffer(engine, request);
  const body = await readJsonObject(request, 'invalid_credential_request');
  const configuration = requestedConfiguration(engine, record, body);
  if (body.credential_response_encryption !== undefined)
    throw refuse('invalid_encryption_parameters', 'encrypted responses are not supported');
  const proof = await verifyProof(engine, soleProof(body));
  const closed = () =>
    refuse('credential_request_denied', 'this token has given its credential, or was withdrawn');
  if (record.state !== 'token' || record.sealedClaims === null) throw closed();

  const claims = await openClaims(record.sealedClaims, token);
  const credential = await sign(engine, configuration, claims, proof);
  const notificationId = randomToken(engine.random, 16);
  const outcome = await engine.store.issue(
    record.offerId,
    [proof.nonce],
    sha256(notificationId),
    engine.clock(),
  );
  if (outcome === 'nonce-used') throw refuse('invalid_nonce', 'the nonce has been used');
  if (outcome === 'closed') throw closed();
  engine.announce(record, 'issued');
  return privateJson({ credentials: [{ credential }], notification_id: notificationId });
}
