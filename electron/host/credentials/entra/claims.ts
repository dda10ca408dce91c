import type { CredentialProfile } from '../../../../issuer/index.ts';
import { imageSize } from '../../../contract/index.ts';
import { EntraError, type EntraErrorCode } from './errors.ts';

/** Face Check's "requirements for the photo in the Verified ID", and the Request Service's limit for one. */
const MIN_SIDE = 200;
const MAX_PHOTO = 1_000_000;

/** Which claim of the profile becomes which claim of the contract's ID token hint. */
export interface EntraMapping {
  claims: { path: readonly string[]; name: string; photo: boolean; mandatory: boolean }[];
  /** The claim with the photo; null when the profile sends none. */
  photoClaim: string | null;
}

/** @throws EntraError entra/bad-mapping when the profile names no claim, one twice, or one that is no text */
export function entraMapping(profile: CredentialProfile): EntraMapping {
  const claims = profile.claims.flatMap(({ path, source, entra, mandatory }) => {
    if (entra === undefined) return [];
    if (source.as === 'verification' || source.as === 'country-list')
      throw new EntraError('entra/bad-mapping', `the claim ${entra} has no text`);
    return [{ path, name: entra, photo: source.as === 'portrait', mandatory }];
  });
  const names = new Set(claims.map(({ name }) => name));
  if (claims.length === 0 || names.size !== claims.length)
    throw new EntraError('entra/bad-mapping', 'the profile names no claim for Entra, or one twice');
  return { claims, photoClaim: claims.find(({ photo }) => photo)?.name ?? null };
}

/**
 * The claims of an issuance request. Their values are texts; a photo is base64url of the JPEG, as its display type
 * `image/jpg;base64url` says, and is left out when Face Check could not use it.
 * @param claims as `claimsFromVisit` made them, by the profile's own names
 * @throws EntraError entra/photo-unfit for a photo the profile cannot do without, entra/bad-mapping for a value without text
 */
export function entraClaims(
  mapping: EntraMapping,
  claims: Readonly<Record<string, unknown>>,
  report: (code: EntraErrorCode) => void = () => {},
): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const { path, name, photo, mandatory } of mapping.claims) {
    const value = path.reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
      claims,
    );
    if (value === undefined) continue;
    if (photo) {
      const encoded = photoClaim(value);
      if (encoded === null && mandatory)
        throw new EntraError('entra/photo-unfit', 'the photo cannot serve Face Check');
      if (encoded === null) report('entra/photo-unfit');
      else sent[name] = encoded;
    } else if (typeof value === 'string' || typeof value === 'boolean') sent[name] = String(value);
    else throw new EntraError('entra/bad-mapping', `the claim ${name} has no text`);
  }
  return sent;
}

function photoClaim(value: unknown): string | null {
  const [, base64] = /^data:image\/jpeg;base64,([A-Za-z0-9+/]+=*)$/.exec(String(value)) ?? [];
  if (base64 === undefined) return null;
  const jpeg = Buffer.from(base64, 'base64');
  const size = imageSize(jpeg);
  const isJpeg = jpeg[0] === 0xff && jpeg[1] === 0xd8;
  if (!isJpeg || size === null || Math.min(size.width, size.height) < MIN_SIDE || jpeg.length > MAX_PHOTO)
    return null;
  return jpeg.toString('base64url');
}
