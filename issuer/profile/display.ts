import type { CredentialProfile } from './profile.ts';

const imageOf = ({ uri, altText }: { uri: string; altText?: string | undefined }) => ({
  uri,
  ...(altText === undefined ? {} : { alt_text: altText }),
});

/** How wallets show the credential, one entry for each language: OpenID4VCI 1.0 §12.2.4 `credential_metadata.display`. */
export function credentialDisplay(profile: CredentialProfile): Record<string, unknown>[] {
  const { display, colours, logo, backgroundImage } = profile;
  return display.map((entry) => ({
    ...entry,
    background_color: colours.background,
    text_color: colours.text,
    ...(logo === undefined ? {} : { logo: imageOf(logo) }),
    ...(backgroundImage === undefined ? {} : { background_image: { uri: backgroundImage.uri } }),
  }));
}
