import type { CredentialProfile, ProfileClaim } from '../profile/index.ts';
import { TicketError } from './errors.ts';
import { dateOf, dayNumber, packEvidence, unpackEvidence } from './evidence.ts';
import type { TicketTerms } from './terms.ts';

function valueAt(claims: Record<string, unknown>, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
    claims,
  );
}

function pack(claim: ProfileClaim, value: unknown, checks: readonly string[]): unknown {
  if (value === undefined) return null;
  switch (claim.source.as) {
    case 'verification':
      return packEvidence(value, checks);
    case 'date':
      return dayNumber(String(value));
    default:
      return value;
  }
}

function unpack(claim: ProfileClaim, value: unknown, checks: readonly string[]): unknown {
  const wrong = () =>
    new TicketError('ticket/malformed', `the claim ${claim.path.join('.')} is not of its form`);
  switch (claim.source.as) {
    case 'verification':
      return unpackEvidence(value, checks);
    case 'date':
      if (!Number.isInteger(value) || Math.abs(value as number) > 100_000) throw wrong();
      return dateOf(value as number);
    case 'age-at-least':
      if (typeof value !== 'boolean') throw wrong();
      return value;
    case 'country-list':
      if (!Array.isArray(value) || value.length === 0 || !value.every((one) => typeof one === 'string'))
        throw wrong();
      return value;
    default:
      if (typeof value !== 'string') throw wrong();
      return value;
  }
}

/** The claims' values in the profile's order, null for one that is not there. @throws TicketError `ticket/malformed` */
export function packClaims(claims: Record<string, unknown>, { profile, checks }: TicketTerms): unknown[] {
  assertKnown(claims, profile);
  return profile.claims.map((claim) => pack(claim, valueAt(claims, claim.path), checks));
}

/** @throws TicketError `ticket/malformed` */
export function unpackClaims(values: unknown, { profile, checks }: TicketTerms): Record<string, unknown> {
  if (!Array.isArray(values) || values.length !== profile.claims.length) {
    throw new TicketError('ticket/malformed', 'the ticket’s claims are not those of the profile');
  }
  const claims: Record<string, unknown> = {};
  profile.claims.forEach((claim, k) => {
    if (values[k] === null) return;
    const value = unpack(claim, values[k], checks);
    const [outer, inner] = claim.path as [string, string?];
    if (inner === undefined) claims[outer] = value;
    else claims[outer] = { ...(claims[outer] as Record<string, unknown> | undefined), [inner]: value };
  });
  return claims;
}

/** A claim that would silently stay behind is a mistake of the caller. */
function assertKnown(claims: Record<string, unknown>, profile: CredentialProfile): void {
  for (const name of Object.keys(claims)) {
    if (!profile.claims.some(({ path }) => path[0] === name)) {
      throw new TicketError('ticket/malformed', `the profile ${profile.id} has no claim ${name}`);
    }
  }
}
