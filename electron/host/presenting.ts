import type { CredentialProfile } from '../../issuer/index.ts';
import type { RunningIssuer } from './credentials/index.ts';
import { factsOf } from './issuing.ts';
import type { Presenting, Proof } from './ports.ts';

/**
 * The embedded issuer's requests to present, for the visit they belong to: a credential of somebody else, however genuine,
 * proves nothing here.
 */
export function presentingFor(running: RunningIssuer, profile: CredentialProfile): Presenting {
  const wanted = new Map<string, string>();
  const named = profile.claims.some(({ path }) => path.length === 1 && path[0] === 'family_name');
  return {
    async start(visit) {
      const { id, requestUri } = await running.presentations.start();
      wanted.set(id, factsOf(visit).familyName);
      return { id, requestUri };
    },
    cancel(id) {
      wanted.delete(id);
      running.presentations.cancel(id);
    },
    listen: (listener) =>
      running.onPresentation((id, outcome) => {
        const name = wanted.get(id);
        if (outcome.state !== 'retrieved') wanted.delete(id);
        const other = outcome.state === 'presented' && named && outcome.presented.claims.family_name !== name;
        listener(id, { state: other ? 'failed' : outcome.state } satisfies Proof);
      }),
    expire: () => running.presentations.expire(),
  };
}
