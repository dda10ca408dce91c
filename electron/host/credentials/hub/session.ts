import { charter } from '../../../../issuer/hub/index.ts';
import type { TicketTerms } from '../../../../issuer/ticket/index.ts';
import { callHub, type HubAnswer, type HubCall, readAnswer } from './client.ts';
import { assertTerms } from './join.ts';
import type { Membership } from './membership.ts';

export interface HubSession {
  readonly membership: Membership;
  readonly terms: TicketTerms;
  readonly now: () => number;
}

/** A request as this kiosk. @throws KioskHubError */
export function ask(
  { membership, now }: HubSession,
  method: HubCall['method'],
  path: string,
  more: Pick<HubCall, 'body' | 'patience' | 'signal'> = {},
): Promise<HubAnswer> {
  const { hub, kiosk } = membership.state.charter;
  return callHub({ hub, kiosk, key: membership.key, method, path, now: now(), ...more });
}

/**
 * Is in touch: says what this kiosk's tickets leave out, and hears of its lease, the hub's keys and what it is allowed.
 * @throws KioskHubError
 */
export async function renewLease(session: HubSession): Promise<void> {
  const { membership, terms, now } = session;
  const body = { profile: terms.profile.id, checks: terms.checks };
  const given = readAnswer(charter, await ask(session, 'POST', 'lease', { body }));
  assertTerms(terms, given.profile.digest);
  await membership.update((before) => ({
    ...before,
    charter: given,
    // The hub took the request, so this clock is right enough, also when it ran ahead before.
    latest: now(),
  }));
}
