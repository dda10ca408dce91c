import type { Engine } from './engine.ts';
import { ProtocolError } from './http/protocol-error.ts';

const TYPE = 'openid_credential';

/** The one credential dataset of an offer, as a wallet that asked for identifiers must name it. */
export function credentialIdentifier(configurationId: string): string {
  return `${configurationId}/1`;
}

/**
 * Answers `authorization_details` of a token request (OpenID4VCI 1.0 §6.1.1, RFC 9396): null when there were none.
 * @throws ProtocolError invalid_authorization_details when what is asked for is not what was offered
 */
export function answerAuthorizationDetails(
  engine: Pick<Engine, 'issuerUrl'>,
  given: string | undefined,
  configurationId: string,
): Record<string, unknown>[] | null {
  if (given === undefined) return null;
  const invalid = (description: string) =>
    new ProtocolError(400, 'invalid_authorization_details', description);
  let details: unknown;
  try {
    details = JSON.parse(given);
  } catch {
    throw invalid('authorization_details is not JSON');
  }
  if (!Array.isArray(details) || details.length === 0) throw invalid('authorization_details is not an array');
  const wanted = details.filter((detail) => detail?.type === TYPE);
  if (wanted.length < details.length) throw invalid(`only the type ${TYPE} is known`);
  const offered = wanted.filter(
    ({ credential_configuration_id, locations }) =>
      credential_configuration_id === configurationId &&
      (locations === undefined || (Array.isArray(locations) && locations.includes(engine.issuerUrl))),
  );
  if (offered.length === 0) throw invalid('this credential configuration was not offered');
  return [
    {
      type: TYPE,
      credential_configuration_id: configurationId,
      credential_identifiers: [credentialIdentifier(configurationId)],
    },
  ];
}
