import { z } from 'zod';
import { offerAnswer } from '../../../../issuer/hub/index.ts';
import { CredentialError } from '../errors.ts';
import type { CredentialIssuerPort, CredentialOffer, OfferOrder, OfferState } from '../port.ts';
import { assertOfferKnown, type HubAnswer, hasNoSuchAddress, readAnswer } from './client.ts';
import { ask, type HubSession } from './session.ts';
import { type OfferWatch, offerStatus } from './watch.ts';

const cancelled = z.object({ cancelled: z.boolean() });
const revoked = z.object({ revoked: z.boolean() });

/** @throws CredentialError `credentials/unknown-offer`; KioskHubError */
export async function cancelOffer(session: HubSession, offerId: string): Promise<boolean> {
  const answer = await ask(session, 'POST', `offers/${offerId}/cancel`, { body: {} });
  assertOfferKnown(answer);
  return readAnswer(cancelled, answer).cancelled;
}

/**
 * Has the hub revoke what was given for an offer; false where it does not, as a hub of before that cannot.
 * @throws CredentialError `credentials/unknown-offer`; KioskHubError
 */
export async function revokeOffer(session: HubSession, offerId: string): Promise<boolean> {
  const answer = await ask(session, 'POST', `offers/${offerId}/revoke`, { body: {} });
  if (hasNoSuchAddress(answer)) return false;
  assertOfferKnown(answer);
  return readAnswer(revoked, answer).revoked;
}

/** What the hub is told of an order. */
export const bodyOf = ({ subjectRef, claims, txCode, ttlSeconds }: OfferOrder) => ({
  claims,
  tx_code: txCode,
  subject_ref: subjectRef,
  ...(ttlSeconds === undefined ? {} : { ttl_seconds: ttlSeconds }),
});

/** The offer of the hub's answer, watched from now on. @throws KioskHubError */
export function followed(
  session: HubSession,
  watch: OfferWatch,
  { subjectRef }: OfferOrder,
  answer: HubAnswer,
): CredentialOffer {
  const made = readAnswer(offerAnswer, answer);
  const { offer_id: offerId, offer_uri: offerUri, tx_code: txCode, expires_at: expiresAt } = made;
  watch.follow({
    offerId,
    subjectRef,
    configurationId: '',
    state: 'created',
    at: session.now(),
    expiresAt,
    triesLeft: txCode === null ? null : 5,
  });
  const claim = made.claim_url === null ? {} : { claimUrl: made.claim_url };
  return { offerId, offerUri, txCode, expiresAt, ...claim, way: 'hub' };
}

const GIVEN: ReadonlySet<OfferState> = new Set(['issued', 'accepted']);

/**
 * An offer of the visit that ended without the hub's word is ended there first.
 * @throws CredentialError `credentials/issued-before`; KioskHubError
 */
async function assertNotGiven(session: HubSession, watch: OfferWatch, subjectRef: string): Promise<void> {
  if (watch.unheard?.subjectRef !== subjectRef) return;
  const { offerId } = watch.unheard;
  try {
    if (!(await cancelOffer(session, offerId)) && GIVEN.has((await offerStatus(session, offerId)).state))
      throw new CredentialError('credentials/issued-before', 'the offer before this one gave a credential');
  } catch (error) {
    if (!(error instanceof CredentialError) || error.code !== 'credentials/unknown-offer') throw error;
  }
  watch.heard();
}

/** In which forms the hub gives the credential; a hub of before has one, and names none. */
const formsOf = ({ membership }: HubSession) => (membership.enrolled ? membership.state.charter.forms : []);

/** The way `hub`: the hub makes the offer, while this kiosk has network, and tells what becomes of it. */
export function onlineWay(session: HubSession, watch: OfferWatch): CredentialIssuerPort {
  return {
    kind: 'hub',
    get testOnly() {
      return session.membership.enrolled && session.membership.state.charter.test_only;
    },
    get forms() {
      const names = formsOf(session).map(({ name }) => name);
      return names.length > 0 ? names : undefined;
    },
    async createOffer(order) {
      await assertNotGiven(session, watch, order.subjectRef);
      const { form: index = 0 } = order;
      const { configuration_id, variant } = formsOf(session)[index] ?? {};
      const form = index > 0 && variant !== undefined ? { form: { configuration_id, variant } } : {};
      const body = { ...bodyOf(order), ...form };
      return followed(session, watch, order, await ask(session, 'POST', 'offers', { body }));
    },
    async status(offerId) {
      const status = await offerStatus(session, offerId);
      watch.follow(status);
      return status;
    },
    subscribe: (listener) => watch.subscribe(listener),
    cancel: (offerId) => cancelOffer(session, offerId),
    revoke: (offerId) => revokeOffer(session, offerId),
  };
}
