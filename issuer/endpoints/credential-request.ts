import { credentialIdentifier } from '../authorization-details.ts';
import { decryptRequest, type ResponseCipher, responseCipher } from '../encryption.ts';
import type { Configuration, Engine } from '../engine.ts';
import { mediaType, readJsonObject, readText } from '../http/body.ts';
import { refuse } from '../http/credential-error.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { privateJson, privateJwt } from '../http/reply.ts';
import type { OfferRecord } from '../store/store.ts';

export interface CredentialRequest {
  body: Record<string, unknown>;
  /** Answers as the request asked, encrypted or not. Errors are never encrypted (OpenID4VCI 1.0 §8.3.1.2). */
  answer(response: Record<string, unknown>, status: 200 | 202): Promise<Response>;
}

const answering =
  (cipher: ResponseCipher | null): CredentialRequest['answer'] =>
  async (response, status) =>
    cipher === null ? privateJson(response, status) : privateJwt(await cipher(response), status);

/**
 * Reads a request to the credential or deferred credential endpoint: JSON, or encrypted as a JWT (OpenID4VCI 1.0 §10).
 * @throws ProtocolError invalid_credential_request, invalid_encryption_parameters
 */
export async function readCredentialRequest(engine: Engine, request: Request): Promise<CredentialRequest> {
  const encrypted = mediaType(request) === 'application/jwt';
  const body = encrypted
    ? await decryptRequest(engine.keys, (await readText(request)).trim())
    : await readJsonObject(request, 'invalid_credential_request');
  const cipher = await responseCipher(body.credential_response_encryption, encrypted);
  return { body, answer: answering(cipher) };
}

/**
 * The configuration asked for, which must be the token's.
 * @throws ProtocolError invalid_credential_request, unknown_credential_configuration, unknown_credential_identifier, 403
 */
export function requestedConfiguration(
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
  if (identifier !== undefined) return identified(engine, record, identifier);
  if (typeof id !== 'string')
    throw refuse('invalid_credential_request', 'credential_configuration_id is not a string');
  const configuration = engine.configurations.get(id);
  if (configuration === undefined)
    throw refuse('unknown_credential_configuration', 'there is no such credential configuration');
  if (id !== record.configurationId)
    throw new ProtocolError(403, 'insufficient_scope', 'the token is for another credential configuration', {
      'WWW-Authenticate': 'Bearer error="insufficient_scope"',
    });
  if (record.identified)
    throw refuse('invalid_credential_request', 'the credential_identifier given with the token is needed');
  return configuration;
}

function identified(engine: Engine, record: OfferRecord, identifier: unknown): Configuration {
  const configuration = engine.configurations.get(record.configurationId);
  if (
    !record.identified ||
    configuration === undefined ||
    identifier !== credentialIdentifier(record.configurationId)
  )
    throw refuse('unknown_credential_identifier', 'this credential identifier was not given with the token');
  return configuration;
}
