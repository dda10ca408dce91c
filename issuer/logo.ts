import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { IssuerError } from './errors.ts';
import type { CredentialProfile } from './profile/index.ts';

/** Bytes. Wallets load it over whatever network the phone has. */
const MOST_BYTES = 512 * 1024;

const ENDINGS = { 'image/png': 'png', 'image/svg+xml': 'svg', 'image/jpeg': 'jpg' } as const;
type ImageType = keyof typeof ENDINGS;

export interface LogoImage {
  type: ImageType;
  bytes: Uint8Array;
}

/** What wallets show of whoever issues: pictures served under the first identifier, of which metadata name the first. */
export interface Logo {
  images: readonly [LogoImage, ...LogoImage[]];
  /** For those who do not see it; the issuer's name when not given. */
  altText?: string;
}

/** A logo where it can be fetched. */
export interface PlacedLogo extends Logo {
  altText: string;
  uri: string;
  /** Subresource integrity (W3C SRI §3.5) of what is there. */
  integrity: string;
}

export const logoName = ({ type }: LogoImage): string => `logo.${ENDINGS[type]}`;

function typeOf(bytes: Buffer): ImageType | null {
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png';
  if (bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'image/jpeg';
  const text = bytes.subarray(0, 1000).toString('utf8').trimStart();
  return /^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/.test(text) ? 'image/svg+xml' : null;
}

/**
 * Reads a logo from files: PNG, JPEG or SVG, each kind once. The first is the one metadata name; not every wallet draws SVG.
 * @throws IssuerError issuer/bad-logo when a file cannot be read, is no such picture, or has more than 512 kB
 */
export async function loadLogo(
  files: readonly [string | URL, ...(string | URL)[]],
  altText?: string,
): Promise<Logo> {
  const images = await Promise.all(
    files.map(async (file): Promise<LogoImage> => {
      const bytes = await readFile(file).catch((cause) => {
        throw new IssuerError('issuer/bad-logo', 'the logo cannot be read', { cause });
      });
      const type = typeOf(bytes);
      if (type === null || bytes.byteLength > MOST_BYTES)
        throw new IssuerError('issuer/bad-logo', 'the logo is no PNG, JPEG or SVG of at most 512 kB');
      return { type, bytes };
    }),
  );
  if (new Set(images.map(({ type }) => type)).size < images.length)
    throw new IssuerError('issuer/bad-logo', 'two files of the logo are of one kind');
  const [first, ...others] = images;
  return { images: [first!, ...others], ...(altText === undefined ? {} : { altText }) };
}

/**
 * @param typesUrl the first identifier, under which it is served
 * @param name the issuer's
 */
export function placedLogo(logo: Logo, typesUrl: string, name: string): PlacedLogo {
  const [image] = logo.images;
  return {
    images: logo.images,
    altText: logo.altText ?? name,
    uri: `${typesUrl}/${logoName(image)}`,
    integrity: `sha256-${createHash('sha256').update(image.bytes).digest('base64')}`,
  };
}

/** As metadata say it (OpenID4VCI 1.0 §12.2.4). */
export const shownLogo = ({ uri, altText }: PlacedLogo) => ({ uri, alt_text: altText });

/** A profile without a logo of its own has the issuer's. */
export function withLogo(profile: CredentialProfile, logo: PlacedLogo | null): CredentialProfile {
  if (profile.logo !== undefined || logo === null) return profile;
  const { uri, altText, integrity } = logo;
  return { ...profile, logo: { uri, altText, integrity } };
}
