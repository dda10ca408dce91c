import { IssuerError } from '../errors.ts';
import type { CredentialProfile } from './profile.ts';

const JPEG_URL = 'data:image/jpeg;base64,';
/** Characters: what verifiers of faces take at most, in base64. */
const LARGEST_PORTRAIT = JPEG_URL.length + Math.ceil(1_048_576 / 3) * 4;

function isJpegUrl(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(JPEG_URL) && value.length <= LARGEST_PORTRAIT;
}

/** What the claims have at a path, or undefined. */
export function valueAt(claims: Record<string, unknown>, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    claims,
  );
}

/**
 * Refuses claims the profile does not know, so that nothing slips into a credential by accident, and the lack of
 * mandatory ones.
 * @throws IssuerError issuer/bad-claims naming the claim, never its value
 */
export function assertClaims(profile: CredentialProfile, claims: Record<string, unknown>): void {
  for (const name of Object.keys(claims)) {
    if (!profile.claims.some(({ path }) => path[0] === name))
      throw new IssuerError('issuer/bad-claims', `the profile ${profile.id} has no claim ${name}`);
  }
  for (const { path, mandatory, source } of profile.claims) {
    const value = valueAt(claims, path);
    if (mandatory && value === undefined)
      throw new IssuerError('issuer/bad-claims', `the claim ${path.join('.')} is mandatory`);
    if (source.as === 'portrait' && value !== undefined && !isJpegUrl(value))
      throw new IssuerError('issuer/bad-claims', `the claim ${path.join('.')} is no JPEG of at most 1 MB`);
  }
}
