import type { ClaimSource, CredentialProfile } from '../../../issuer/index.ts';
import { countryCode } from './countries.ts';
import { ageOn, isDate } from './dates.ts';
import { CredentialError } from './errors.ts';
import type { DocumentFacts } from './facts.ts';
import { type CheckResult, verification } from './verification.ts';

interface Visit {
  facts: DocumentFacts;
  checks: readonly CheckResult[];
  today: string;
}

/** A claim's value, or undefined where the document does not tell. */
function claimValue(source: ClaimSource, { facts, checks, today }: Visit): unknown {
  if (source.as === 'verification') return verification(facts, checks, today);
  if (source.as === 'portrait')
    return facts.portrait === undefined
      ? undefined
      : `data:image/jpeg;base64,${Buffer.from(facts.portrait).toString('base64')}`;
  const fact = facts[source.from];
  if (fact === null || fact === undefined || fact === '') return undefined;
  switch (source.as) {
    case 'text':
      return fact;
    case 'date':
      return isDate(fact) ? fact : undefined;
    case 'country':
      return countryCode(fact) ?? undefined;
    case 'country-list': {
      const code = countryCode(fact);
      return code === null ? undefined : [code];
    }
    case 'age-at-least':
      return isDate(fact) ? ageOn(fact, today) >= source.years : undefined;
  }
}

/**
 * The credential's claims: what the profile asks for, from what the visit established, and nothing more. A claim the
 * document does not support is left out, never guessed.
 * @param today the station's local date, YYYY-MM-DD
 * @throws CredentialError credentials/bad-date when `today` is not a date
 * @throws CredentialError credentials/claim-missing when a mandatory claim cannot be had; names the claim
 */
export function claimsFromVisit(
  facts: DocumentFacts,
  checks: readonly CheckResult[],
  profile: CredentialProfile,
  today: string,
): Record<string, unknown> {
  if (!isDate(today)) throw new CredentialError('credentials/bad-date', 'today is not a date');
  const claims: Record<string, unknown> = {};
  for (const { path, source, mandatory } of profile.claims) {
    const value = claimValue(source, { facts, checks, today });
    if (value === undefined) {
      if (mandatory)
        throw new CredentialError('credentials/claim-missing', `the claim ${path.join('.')} cannot be had`);
      continue;
    }
    const [outer, inner] = path as [string, string?];
    if (inner === undefined) claims[outer] = value;
    else claims[outer] = { ...(claims[outer] as Record<string, unknown> | undefined), [inner]: value };
  }
  return claims;
}
