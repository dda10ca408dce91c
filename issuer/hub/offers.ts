import type { z } from 'zod';
import { IssuerError } from '../errors.ts';
import { ProtocolError } from '../http/protocol-error.ts';
import { privateJson } from '../http/reply.ts';
import { OPEN } from '../states.ts';
import type { OfferStatus } from '../types.ts';
import { type HubContext, originOf } from './context.ts';
import { parseRequest } from './enrolment.ts';
import { kioskProfile, orderedForm } from './forms.ts';
import { type KioskRequest, kioskRevoked } from './kiosk-access.ts';
import { lockKiosk } from './kiosk-steps.ts';
import { answerOrder } from './orders.ts';
import { type offerAnswer, type offerProgress, offerRequest } from './protocol.ts';
import { issuedOn, revokeOffer } from './revocation-steps.ts';
import { ticketRef } from './ticket-offer.ts';
import { documentTypeOf } from './tickets.ts';

/** Milliseconds a kiosk is kept waiting for news, and between two looks for them. */
const LONGEST_WAIT = 25_000;
const LOOK = 300;

/** Offers of different kiosks are apart: a kiosk sees and ends only its own. */
const refOf = (kiosk: number, ref: string) => `${originOf(kiosk)}:${ref}`;
const isOwn = (kiosk: number, ref: string) =>
  ref.startsWith(refOf(kiosk, '')) || ref.startsWith(ticketRef(kiosk, ''));

/** POST /kiosk/offers: an offer for a visit at a kiosk that has network. */
export async function createOfferEndpoint(hub: HubContext, { kiosk, body }: KioskRequest): Promise<Response> {
  const order = parseRequest(offerRequest, body);
  const { documentTypes } = kiosk.grant;
  if (documentTypes !== null && !documentTypes.includes(documentTypeOf(order.claims) ?? ''))
    throw new ProtocolError(403, 'document_type', 'this kiosk may not vouch for this type of document');
  const profile = kioskProfile(hub);
  const { configurationId, variant } = orderedForm(hub, order.form);
  const subjectRef = refOf(kiosk.kiosk, order.subject_ref);
  const { order_id, fallback } = order;
  try {
    if (order_id !== undefined && fallback !== undefined)
      return await answerOrder(hub, kiosk.kiosk, { ...order, order_id, fallback }, { profile, subjectRef });
    const made = await hub.issuer.createOffer({
      claims: order.claims,
      configurationId,
      variant,
      txCode: order.tx_code,
      origin: originOf(kiosk.kiosk),
      subjectRef,
      ...(order.ttl_seconds === undefined ? {} : { ttlSeconds: order.ttl_seconds }),
    });
    if (!(await hub.driver.run(() => lockKiosk(kiosk.kiosk)))) {
      await hub.issuer.cancel(made.offerId);
      throw kioskRevoked();
    }
    const answer: z.infer<typeof offerAnswer> = {
      offer_id: made.offerId,
      offer_uri: made.offerUri,
      claim_url: made.claimUrl,
      tx_code: made.txCode ?? null,
      expires_at: made.expiresAt,
    };
    return privateJson(answer, 201);
  } catch (error) {
    if (error instanceof IssuerError) throw new ProtocolError(400, 'invalid_request', error.message);
    throw error;
  }
}

/** What is known of an offer the issuer has forgotten, while what was issued on it lives. */
async function forgottenOffer(hub: HubContext, kiosk: number, offerId: string): Promise<OfferStatus | null> {
  const issued = await hub.driver.run(() => issuedOn(kiosk, offerId));
  if (issued === null) return null;
  const { subjectRef, issuedAt: at } = issued;
  return { offerId, subjectRef, configurationId: '', state: 'issued', at, expiresAt: at, triesLeft: null };
}

async function ownOffer(hub: HubContext, kiosk: number, offerId: string): Promise<OfferStatus> {
  const status = await hub.issuer.status(offerId).catch((error: unknown) => {
    if (error instanceof IssuerError && error.code === 'issuer/unknown-offer')
      return forgottenOffer(hub, kiosk, offerId);
    throw error;
  });
  if (status === null || !isOwn(kiosk, status.subjectRef))
    throw new ProtocolError(404, 'unknown_offer', 'there is no such offer');
  return status;
}

function progressOf(kiosk: number, status: OfferStatus): z.infer<typeof offerProgress> {
  return {
    offer_id: status.offerId,
    subject_ref: status.subjectRef.replace(refOf(kiosk, ''), ''),
    configuration_id: status.configurationId,
    state: status.state,
    at: status.at,
    expires_at: status.expiresAt,
    tries_left: status.triesLeft,
    collect_until: status.collectUntil ?? null,
  };
}

/**
 * GET /kiosk/offers/ID?after=STATE.TRIES&wait=MS: the offer's state; with `after`, as soon as it is another. It looks at the
 * database, for the wallet may be talking to another process.
 */
export async function offerStatusEndpoint(
  hub: HubContext,
  { kiosk, url }: KioskRequest,
  offerId: string,
  signal: AbortSignal,
): Promise<Response> {
  const after = url.searchParams.get('after');
  const wait = Math.min(LONGEST_WAIT, Number(url.searchParams.get('wait') ?? 0) || 0);
  const until = Date.now() + wait;
  for (;;) {
    const status = await ownOffer(hub, kiosk.kiosk, offerId);
    const mark = `${status.state}.${status.triesLeft ?? ''}`;
    if (
      after === null ||
      mark !== after ||
      Date.now() + LOOK > until ||
      signal.aborted ||
      hub.closing.aborted
    )
      return privateJson(progressOf(kiosk.kiosk, status));
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

/** POST /kiosk/offers/ID/cancel */
export async function cancelOfferEndpoint(
  hub: HubContext,
  { kiosk }: KioskRequest,
  offerId: string,
): Promise<Response> {
  const { state } = await ownOffer(hub, kiosk.kiosk, offerId);
  return privateJson({ cancelled: OPEN.includes(state) && (await hub.issuer.cancel(offerId)) });
}

/** POST /kiosk/offers/ID/revoke: whether all that was issued on the offer is revoked now. What is open is to be cancelled. */
export async function revokeOfferEndpoint(
  hub: HubContext,
  { kiosk }: KioskRequest,
  offerId: string,
): Promise<Response> {
  await ownOffer(hub, kiosk.kiosk, offerId);
  const outcome = await hub.driver.run(() => revokeOffer(kiosk.kiosk, offerId, hub.clock()));
  if (outcome === 'kiosk-blocked') throw kioskRevoked();
  return privateJson({ revoked: outcome === 'revoked' });
}
