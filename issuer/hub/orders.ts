import type { z } from 'zod';
import { IssuerError } from '../errors.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { privateJson } from '../http/reply.ts';
import { claimLink, offerLink } from '../offers.ts';
import type { CredentialProfile } from '../profile/index.ts';
import { OPEN } from '../states.ts';
import type { HubContext } from './context.ts';
import { type OrderedOffer, offerOfOrder } from './order-offer.ts';
import { type OrderRefusal, takeOrder } from './order-steps.ts';
import type { OfferRequest, offerAnswer } from './protocol.ts';

const TTL_SECONDS = 300;
/** Milliseconds of the signing certificate that must be left, as for any offer. */
const LEAST_VALIDITY = 86_400_000;

const REFUSALS: Record<OrderRefusal, readonly [status: number, error: string, description: string]> = {
  superseded: [409, 'order_superseded', 'a ticket of this visit, or a later order, was here first'],
  'visit-issued': [409, 'visit_issued', 'the credential of this visit was issued before'],
  'kiosk-blocked': [403, 'kiosk_revoked', 'this kiosk was revoked'],
};

async function offerOf(
  hub: HubContext,
  kiosk: number,
  request: OfferRequest & { order_id: string },
  profile: CredentialProfile,
  subjectRef: string,
): Promise<OrderedOffer> {
  const createdAt = hub.clock();
  if ((await hub.keys.current()).notAfter <= createdAt + LEAST_VALIDITY)
    throw new IssuerError('issuer/key-expired', 'the signing certificate has ended, or does within a day');
  return offerOfOrder(hub.secret, {
    kiosk,
    orderId: request.order_id,
    subjectRef,
    claims: request.claims,
    txCode: request.tx_code,
    profile,
    createdAt,
    expiresAt: createdAt + (request.ttl_seconds ?? TTL_SECONDS) * 1000,
  });
}

/**
 * The offer of an order that a ticket may take the place of: asked again it is the same offer, while it is open.
 * @throws ProtocolError 409 `order_superseded`, `visit_issued`, `order_over`; IssuerError issuer/bad-claims
 */
export async function answerOrder(
  hub: HubContext,
  kiosk: number,
  request: OfferRequest & { order_id: string; fallback: number },
  { profile, subjectRef }: { profile: CredentialProfile; subjectRef: string },
): Promise<Response> {
  const { offer, handle, txCode } = await offerOf(hub, kiosk, request, profile, subjectRef);
  const { order_id: orderId, fallback, replaces = [] } = request;
  const others = replaces.filter((one) => one !== fallback);
  const order = { kiosk, orderId, visit: request.subject_ref, fallback, replaces: others, offer };
  const outcome = await hub.driver.run(() => takeOrder(order, offer.createdAt));
  if (outcome !== 'made' && outcome !== 'known') throw new ProtocolError(...REFUSALS[outcome]);
  const made = await hub.store.byId(offer.offerId);
  if (made === null || !OPEN.includes(made.state) || made.expiresAt <= hub.clock())
    throw new ProtocolError(409, 'order_over', 'the offer of this order has ended');
  const answer: z.infer<typeof offerAnswer> = {
    offer_id: offer.offerId,
    offer_uri: offerLink({ variant: offer.variant, issuerUrl: hub.issuer.issuerUrl }, handle),
    claim_url: claimLink(hub.issuer, handle),
    tx_code: txCode,
    expires_at: made.expiresAt,
  };
  return privateJson(answer, outcome === 'made' ? 201 : 200);
}
