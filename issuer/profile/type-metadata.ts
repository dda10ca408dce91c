import { type CredentialProfile, vctOf } from './profile.ts';

/** An image with the hash a verifier checks it by (draft-ietf-oauth-sd-jwt-vc, "Document Integrity"), where it is known. */
const described = ({ uri, integrity }: NonNullable<CredentialProfile['logo']>) => ({
  uri,
  ...(integrity === undefined ? {} : { 'uri#integrity': integrity }),
});

/** The SD-JWT VC type metadata of a profile (draft-ietf-oauth-sd-jwt-vc, "Type Metadata Format"), served at its vct. */
export function typeMetadata(profile: CredentialProfile, typesUrl: string): Record<string, unknown> {
  const { logo, backgroundImage } = profile;
  return {
    vct: vctOf(profile, typesUrl),
    name: profile.id,
    display: profile.display.map((entry) => ({
      ...entry,
      rendering: {
        simple: {
          ...(logo === undefined ? {} : { logo: { ...described(logo), alt_text: logo.altText } }),
          ...(backgroundImage === undefined ? {} : { background_image: described(backgroundImage) }),
          background_color: profile.colours.background,
          text_color: profile.colours.text,
        },
      },
    })),
    claims: profile.claims.map(({ path, mandatory, display }) => ({
      path,
      mandatory,
      sd: 'always',
      display: display.map(({ locale, name, description }) => ({ locale, label: name, description })),
    })),
  };
}
