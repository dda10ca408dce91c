import { z } from 'zod';
import { offerAnswer } from '../../../../issuer/hub/index.ts';
import { CredentialError } from '../errors.ts';
import type { CredentialIssuerPort } from '../port.ts';
import { readAnswer } from './client.ts';
import { ask, type HubSession } from './session.ts';
import { type OfferWatch, offerStatus } from './watch.ts';

const cancelled = z.object({ cancelled: z.boolean() });

/** @throws CredentialError `credentials/unknown-offer`; KioskHubError */
export async function cancelOffer(session: HubSession, offerId: string): Promise<boolean> {
  const answer = await ask(session, 'POST', `offers/${offerId}/cancel`, { body: {} });
  if (answer.status === 404) throw new CredentialError('credentials/unknown-offer', 'there is no such offer');
  return readAnswer(cancelled, answer).cancelled;
}

/** The way `hub`: the hub makes the offer, while this kiosk has network, and tells what becomes of it. */
export function onlineWay(session: HubSession, watch: OfferWatch): CredentialIssuerPort {
  return {
    kind: 'hub',
    get testOnly() {
      return session.membership.enrolled && session.membership.state.charter.test_only;
    },
    async createOffer({ subjectRef, claims, txCode, ttlSeconds }) {
      const body = {
        claims,
        tx_code: txCode,
        subject_ref: subjectRef,
        ...(ttlSeconds === undefined ? {} : { ttl_seconds: ttlSeconds }),
      };
      const made = readAnswer(offerAnswer, await ask(session, 'POST', 'offers', { body }));
      watch.follow({
        offerId: made.offer_id,
        subjectRef,
        configurationId: '',
        state: 'created',
        at: session.now(),
        expiresAt: made.expires_at,
        triesLeft: made.tx_code === null ? null : 5,
      });
      return {
        offerId: made.offer_id,
        offerUri: made.offer_uri,
        txCode: made.tx_code,
        expiresAt: made.expires_at,
      };
    },
    async status(offerId) {
      const status = await offerStatus(session, offerId);
      watch.follow(status);
      return status;
    },
    subscribe: (listener) => watch.subscribe(listener),
    cancel: (offerId) => cancelOffer(session, offerId),
  };
}
