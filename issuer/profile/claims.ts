import { IssuerError } from '../errors.ts';
import type { CredentialProfile } from './profile.ts';

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
  for (const { path, mandatory } of profile.claims) {
    if (mandatory && valueAt(claims, path) === undefined)
      throw new IssuerError('issuer/bad-claims', `the claim ${path.join('.')} is mandatory`);
  }
}
