import {
  type CredentialProfile,
  credentialDisplay,
  type ProfileClaim,
  type ProfileConfiguration,
  vctOf,
} from '../profile/index.ts';

/** JOSE's and COSE's names of the one algorithm credentials are signed by: ECDSA on P-256 with SHA-256. */
const SIGNING = { jose: ['ES256'], cose: [-7] };

function describe(claims: readonly ProfileClaim[], pathOf: (claim: ProfileClaim) => readonly string[]) {
  return claims.map((claim) => ({
    path: pathOf(claim),
    mandatory: claim.mandatory,
    display: claim.display.map(({ locale, name }) => ({ locale, name })),
  }));
}

/**
 * What the format adds to a configuration's metadata (OpenID4VCI 1.0 Appendix A). Display and claims stand under
 * `credential_metadata`, always: some wallets take an issuer without it for one of a draft.
 */
export function formatMetadata(
  typesUrl: string,
  profile: CredentialProfile,
  configuration: ProfileConfiguration,
): Record<string, unknown> {
  const { format } = configuration;
  const metadata = (claims: unknown) => ({ display: credentialDisplay(profile), claims });
  switch (format) {
    case 'dc+sd-jwt':
      return {
        format,
        vct: vctOf(profile, typesUrl),
        cryptographic_binding_methods_supported: ['jwk', 'did:jwk'],
        credential_signing_alg_values_supported: SIGNING.jose,
        credential_metadata: metadata(describe(profile.claims, ({ path }) => path)),
      };
    case 'jwt_vc_json':
      return {
        format,
        credential_definition: { type: configuration.types },
        cryptographic_binding_methods_supported: ['did:jwk', 'jwk'],
        credential_signing_alg_values_supported: SIGNING.jose,
        credential_metadata: metadata(
          describe(
            profile.claims.filter(({ source }) => source.as !== 'verification'),
            ({ path }) => ['credentialSubject', ...path],
          ),
        ),
      };
    case 'mso_mdoc':
      return {
        format,
        doctype: configuration.doctype,
        cryptographic_binding_methods_supported: ['cose_key', 'jwk', 'did:jwk'],
        credential_signing_alg_values_supported: SIGNING.cose,
        credential_metadata: metadata(
          describe(
            profile.claims.filter(({ mdoc }) => mdoc !== undefined),
            ({ mdoc }) => [mdoc!.nameSpace, mdoc!.element],
          ),
        ),
      };
  }
}
