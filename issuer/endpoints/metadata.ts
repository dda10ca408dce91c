import type { Configuration, Engine } from '../engine.ts';
import { publicJson } from '../http/reply.ts';
import { PRE_AUTHORIZED_CODE_GRANT } from '../offer-form.ts';
import { typeMetadata, vctOf } from '../profile/index.ts';
import { PROOF_ALGORITHMS } from '../proof.ts';

function configurationMetadata(engine: Engine, { format, profile }: Configuration): Record<string, unknown> {
  return {
    format,
    vct: vctOf(profile, engine.issuerUrl),
    cryptographic_binding_methods_supported: ['jwk', 'did:jwk'],
    credential_signing_alg_values_supported: ['ES256'],
    proof_types_supported: { jwt: { proof_signing_alg_values_supported: PROOF_ALGORITHMS } },
    credential_metadata: {
      display: profile.display.map((entry) => ({
        ...entry,
        background_color: profile.colours.background,
        text_color: profile.colours.text,
      })),
      claims: profile.claims.map(({ path, mandatory, display }) => ({ path, mandatory, display })),
    },
  };
}

/** Credential issuer metadata, OpenID4VCI 1.0 §12.2; unsigned JSON, which every issuer must offer. */
export function issuerMetadataEndpoint(engine: Engine): Response {
  const at = (path: string) => `${engine.issuerUrl}/${path}`;
  return publicJson({
    credential_issuer: engine.issuerUrl,
    credential_endpoint: at('credential'),
    nonce_endpoint: at('nonce'),
    notification_endpoint: at('notification'),
    display: [{ name: engine.displayName, locale: 'en' }],
    credential_configurations_supported: Object.fromEntries(
      [...engine.configurations.values()].map((configuration) => [
        configuration.id,
        configurationMetadata(engine, configuration),
      ]),
    ),
  });
}

/** Authorization server metadata, RFC 8414 and OpenID4VCI 1.0 §12.3. */
export function serverMetadataEndpoint(engine: Engine): Response {
  return publicJson({
    issuer: engine.issuerUrl,
    token_endpoint: `${engine.issuerUrl}/token`,
    token_endpoint_auth_methods_supported: ['none'],
    grant_types_supported: [PRE_AUTHORIZED_CODE_GRANT],
    'pre-authorized_grant_anonymous_access_supported': true,
  });
}

/** SD-JWT VC type metadata at the vct. */
export function typeMetadataEndpoint(engine: Engine, { profile }: Configuration): Response {
  return publicJson(typeMetadata(profile, engine.issuerUrl));
}
