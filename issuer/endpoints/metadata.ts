import { ENCRYPTION, requestEncryptionJwk } from '../encryption.ts';
import type { Configuration, Engine } from '../engine.ts';
import { formatMetadata } from '../formats/index.ts';
import { prefers } from '../http/accept.ts';
import { DPOP_ALGORITHMS } from '../http/dpop.ts';
import { publicBody, publicJson } from '../http/reply.ts';
import { signJws } from '../keys/index.ts';
import { shownLogo, withLogo } from '../logo.ts';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import { typeMetadata } from '../profile/index.ts';
import { PROOF_ALGORITHMS } from '../proofs/index.ts';
import { BACKDATE } from '../validity.ts';
import { didDocument, didWeb } from '../w3c/index.ts';

/** Seconds a signed metadata document may be relied on. */
const SIGNED_LIFE = 86_400;

/** Nothing is said of attestations where none are asked for: some wallets refuse an issuer that does (OpenID4VCI 1.0 §12.2.4). */
function proofTypes({ requirements }: Engine): Record<string, unknown> {
  const proof_signing_alg_values_supported = PROOF_ALGORITHMS;
  if (requirements.keyAttestation === null) return { jwt: { proof_signing_alg_values_supported } };
  const { keyStorage, userAuthentication } = requirements.keyAttestation;
  const attested = {
    proof_signing_alg_values_supported,
    key_attestations_required: {
      ...(keyStorage === undefined ? {} : { key_storage: keyStorage }),
      ...(userAuthentication === undefined ? {} : { user_authentication: userAuthentication }),
    },
  };
  return { jwt: attested, attestation: attested };
}

function configurationMetadata(engine: Engine, { shape, profile }: Configuration): Record<string, unknown> {
  return {
    ...formatMetadata(engine.typesUrl, withLogo(profile, engine.logo), shape),
    proof_types_supported: proofTypes(engine),
  };
}

async function issuerMetadata(engine: Engine): Promise<Record<string, unknown>> {
  const at = (path: string) => `${engine.issuerUrl}/${path}`;
  const { logo, displayName: name } = engine;
  return {
    credential_issuer: engine.issuerUrl,
    credential_endpoint: at('credential'),
    nonce_endpoint: at('nonce'),
    deferred_credential_endpoint: at('deferred_credential'),
    notification_endpoint: at('notification'),
    credential_request_encryption: {
      jwks: { keys: [await requestEncryptionJwk(engine.keys)] },
      enc_values_supported: ENCRYPTION.enc,
      encryption_required: false,
    },
    credential_response_encryption: {
      alg_values_supported: ENCRYPTION.alg,
      enc_values_supported: ENCRYPTION.enc,
      encryption_required: false,
    },
    ...(engine.batchSize < 2 ? {} : { batch_credential_issuance: { batch_size: engine.batchSize } }),
    display: [{ name, locale: 'en', ...(logo === null ? {} : { logo: shownLogo(logo) }) }],
    credential_configurations_supported: Object.fromEntries(
      [...engine.configurations.values()].map((configuration) => [
        configuration.id,
        configurationMetadata(engine, configuration),
      ]),
    ),
  };
}

/**
 * Credential issuer metadata, OpenID4VCI 1.0 §12.2: JSON, or for wallets that prefer it a JWT signed by the issuer (§12.2.3).
 */
export async function issuerMetadataEndpoint(engine: Engine, request: Request): Promise<Response> {
  const metadata = await issuerMetadata(engine);
  if (prefers(request, ['application/json', 'application/jwt']) === 'application/json')
    return publicJson(metadata, { Vary: 'Accept' });
  const key = await engine.keys.current();
  const iat = Math.floor(engine.clock() / 1000) - BACKDATE;
  const jwt = await signJws(
    { typ: 'openidvci-issuer-metadata+jwt', kid: key.kid, x5c: key.x5c },
    { ...metadata, iss: engine.issuerUrl, sub: engine.issuerUrl, iat, exp: iat + BACKDATE + SIGNED_LIFE },
    key,
  );
  return publicBody(jwt, 'application/jwt', { Vary: 'Accept' });
}

/** Authorization server metadata, RFC 8414 and OpenID4VCI 1.0 §12.3. */
export function serverMetadataEndpoint({ issuerUrl, requirements }: Engine): Response {
  return publicJson({
    issuer: issuerUrl,
    token_endpoint: `${issuerUrl}/token`,
    token_endpoint_auth_methods_supported: requirements.walletAttestation
      ? ['attest_jwt_client_auth']
      : ['none'],
    ...(requirements.walletAttestation
      ? {
          client_attestation_signing_alg_values_supported: ['ES256'],
          client_attestation_pop_signing_alg_values_supported: ['ES256'],
        }
      : {}),
    grant_types_supported: [PRE_AUTHORIZED_CODE_GRANT],
    authorization_details_types_supported: ['openid_credential'],
    dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
    'pre-authorized_grant_anonymous_access_supported': !requirements.walletAttestation,
  });
}

/** SD-JWT VC type metadata at the vct. */
export function typeMetadataEndpoint(engine: Engine, { profile }: Configuration): Response {
  return publicJson(typeMetadata(withLogo(profile, engine.logo), engine.typesUrl));
}

/** The did:web document, with the keys of credentials that may still be valid. */
export async function didDocumentEndpoint(engine: Engine): Promise<Response> {
  const document = didDocument(didWeb(engine.issuerUrl), await engine.keys.published());
  return publicBody(JSON.stringify(document), 'application/did+json');
}

/** JWT VC issuer metadata (SD-JWT VC, "JWT VC Issuer Metadata"), for verifiers that look keys up instead of reading x5c. */
export async function jwtVcIssuerEndpoint(engine: Engine): Promise<Response> {
  const keys = (await engine.keys.published()).map(({ kid, publicJwk, x5c }) => ({
    ...publicJwk,
    kid,
    alg: 'ES256',
    use: 'sig',
    x5c,
  }));
  return publicJson({ issuer: engine.issuerUrl, jwks: { keys } });
}

/** The test CA's revocation list (RFC 2585 §4.2), which verifiers of mdocs look for. */
export async function crlEndpoint({ keys }: Engine): Promise<Response> {
  return publicBody(new Uint8Array((await keys.crl?.()) ?? []), 'application/pkix-crl');
}
