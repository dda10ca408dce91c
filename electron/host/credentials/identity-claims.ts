import type { CredentialProfile } from '../../../issuer/index.ts';
import type { DocumentFacts } from './facts.ts';

type Identity = 'familyName' | 'givenNames' | 'birthDate';
const identity: ReadonlySet<string> = new Set<Identity>(['familyName', 'givenNames', 'birthDate']);

/** The claims of a profile that tell one person from another, and the fact each of them says as it stands. */
export function identityClaims({ claims }: CredentialProfile): { path: readonly string[]; from: Identity }[] {
  return claims.flatMap(({ path, source }) =>
    path.length === 1 && (source.as === 'text' || source.as === 'date') && identity.has(source.from)
      ? [{ path, from: source.from as Identity }]
      : [],
  );
}

/** Whether what a wallet disclosed is of this person: every claim that tells persons apart, and none missing or different. */
export function isOfPerson(
  disclosed: Readonly<Record<string, unknown>>,
  profile: CredentialProfile,
  facts: DocumentFacts,
): boolean {
  const told = identityClaims(profile).filter(({ from }) => facts[from]);
  return told.length > 0 && told.every(({ path, from }) => disclosed[path[0]!] === facts[from]);
}
