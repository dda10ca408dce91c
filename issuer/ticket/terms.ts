import { createHash } from 'node:crypto';
import type { CredentialProfile } from '../profile/index.ts';

/**
 * What kiosk and hub both have, so that a ticket need not carry it: the credential profile, and the names of the checks
 * in the order their outcomes are written.
 */
export interface TicketTerms {
  readonly profile: CredentialProfile;
  readonly checks: readonly string[];
}

const DIGEST_BYTES = 4;

/** Tells other terms from these: half of a kiosk's claims under the wrong names would be worse than no credential. */
export function digestOf({ profile, checks }: TicketTerms): Uint8Array {
  const claims = profile.claims.map(({ path, source }) => [path, source.as]);
  const text = JSON.stringify([profile.id, profile.vctPath, claims, checks]);
  return new Uint8Array(createHash('sha256').update(text).digest().subarray(0, DIGEST_BYTES));
}
