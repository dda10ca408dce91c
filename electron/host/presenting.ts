import type { CredentialProfile } from '../../issuer/index.ts';
import { CodedError } from '../contract/index.ts';
import { type DocumentFacts, isOfPerson, type RunningIssuer } from './credentials/index.ts';
import { factsOf } from './issuing.ts';
import type { Presenting } from './ports.ts';

/** The one form, of the first identifier, that requests are made for. */
const presentable = 'dc+sd-jwt';

/**
 * The embedded issuer's requests to present, for the visit they belong to: a credential of somebody else, however genuine,
 * proves nothing here.
 */
export function presentingFor(running: RunningIssuer, profile: CredentialProfile): Presenting {
  const wanted = new Map<string, DocumentFacts>();
  return {
    async start(visit) {
      const form = visit.offer?.form.name ?? presentable;
      if (form !== presentable)
        throw new CodedError('credentials/form-not-presentable', 'this form is not asked for');
      const { id, requestUri } = await running.presentations.start();
      wanted.set(id, factsOf(visit));
      return { id, requestUri };
    },
    cancel(id) {
      wanted.delete(id);
      running.presentations.cancel(id);
    },
    listen: (listener) =>
      running.onPresentation((id, outcome) => {
        const facts = wanted.get(id);
        if (outcome.state !== 'retrieved') wanted.delete(id);
        const other =
          outcome.state === 'presented' && !(facts && isOfPerson(outcome.presented.claims, profile, facts));
        listener(id, { state: other ? 'failed' : outcome.state });
      }),
    expire: () => running.presentations.expire(),
  };
}
