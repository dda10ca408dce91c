import { z } from 'zod';
import { CodedError } from '../../../contract/index.ts';
import type { CredentialIssuerPort, CredentialOffer, OfferOrder } from '../port.ts';
import type { HubAnswer } from './client.ts';
import { KioskHubError } from './errors.ts';
import { type OfflineOptions, offlineWay } from './offline.ts';
import { bodyOf, followed, onlineWay, revokeOffer } from './online.ts';
import { forgetOrder, noteOrder, pendingOrder, spendNumber } from './reserve.ts';
import { ask } from './session.ts';

/** Milliseconds the hub has for its answer, all tries together; the first try's; and between two. */
const PATIENCE_MS = 4_000;
const FIRST_TRY_MS = 2_500;
const PAUSE_MS = 250;
const TRIES = 3;

/** The hub cannot be reached, or something else answers in its place. */
const isAway = (code: string | null): boolean =>
  code === 'kiosk-hub/unreachable' || code === 'kiosk-hub/bad-answer';

const codeOf = (error: unknown) => (error instanceof CodedError ? error.code : null);
const refusal = z.object({ error: z.string() });
const refusalOf = ({ status, body }: HubAnswer) =>
  status === 409 ? (refusal.safeParse(body).data?.error ?? null) : null;

export interface FallbackOptions extends OfflineOptions {
  /** Whether the hub is known to be away just now: nobody has to wait for it then. */
  away: () => boolean;
  /** Told of the way of each offer, and why it was not the hub's. */
  used: (way: 'hub' | 'offline', reason: string | null) => void;
  /** Told why no ticket could be made in an offer's place. */
  trouble: (code: string) => void;
  /** Milliseconds; 4000 when not given. */
  patience?: number;
}

/**
 * The way `hub` with tickets in reserve: an order names the ticket that is made when no answer comes, and the hub takes one of
 * both. An order whose fate is unknown is sent again under its own name, also after a power cut.
 */
export function hubOrTicket(options: FallbackOptions): CredentialIssuerPort {
  const { session, watch, away, used, trouble } = options;
  const { membership, now } = session;
  const online = onlineWay(session, watch);
  const offline = offlineWay(options);
  const ofTicket = (offerId: string) => offerId.startsWith('ticket-');
  const wayOf = (offerId: string) => (ofTicket(offerId) ? offline : online);

  const sendOnce = async (order: OfferOrder, patience: number): Promise<HubAnswer> => {
    const state = await membership.update((before) => noteOrder(before, order.subjectRef, now()));
    const { orderId, fallback, replaces } = pendingOrder(state, order.subjectRef);
    const body = { ...bodyOf(order), order_id: orderId, fallback, replaces };
    return ask(session, 'POST', 'offers', { body, patience });
  };

  /** Again and again until its time is over, for an answer may have been lost. @throws KioskHubError */
  const send = async (order: OfferOrder): Promise<HubAnswer> => {
    const end = performance.now() + (options.patience ?? PATIENCE_MS);
    for (let tries = 1; ; tries += 1) {
      const left = Math.max(1, Math.ceil(end - performance.now()));
      try {
        return await sendOnce(order, tries === 1 ? Math.min(FIRST_TRY_MS, left) : left);
      } catch (error) {
        const over = tries === TRIES || end - performance.now() <= PAUSE_MS;
        if (over || codeOf(error) !== 'kiosk-hub/unreachable') throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  };

  /** @throws KioskHubError */
  const atHub = async (order: OfferOrder): Promise<CredentialOffer> => {
    const visit = order.subjectRef;
    let answer = await send(order);
    const refused = refusalOf(answer);
    if (refused === 'order_over' || refused === 'order_superseded') {
      // Its offer has ended, or its ticket was brought before this kiosk lost its power: the next order is another.
      await membership.update((before) =>
        refused === 'order_over' ? forgetOrder(before, visit) : spendNumber(before, visit, now()),
      );
      answer = await send(order);
    }
    if (refusalOf(answer) === 'visit_issued')
      throw new KioskHubError('kiosk-hub/already-issued', 'the credential of this visit was issued before');
    const offer = followed(session, watch, order, answer);
    await membership.update((before) => forgetOrder(before, visit));
    used('hub', null);
    return offer;
  };

  const asTicket = async (order: OfferOrder, reason: string | null): Promise<CredentialOffer | null> => {
    try {
      const offer = await offline.createOffer(order);
      used('offline', reason);
      return offer;
    } catch (error) {
      if (!(error instanceof KioskHubError)) throw error;
      trouble(error.code);
      return null;
    }
  };

  return {
    kind: 'hub',
    get testOnly() {
      return online.testOnly;
    },
    async createOffer(order) {
      // A hub of before does not know of orders: it could not tell an order from the ticket in its place.
      if (!membership.state.charter.orders) return online.createOffer(order);
      if (away()) {
        const ticket = await asTicket(order, 'kiosk-hub/unreachable');
        if (ticket !== null) return ticket;
      }
      try {
        return await atHub(order);
      } catch (error) {
        if (!isAway(codeOf(error))) throw error;
        const ticket = await asTicket(order, codeOf(error));
        if (ticket === null) throw error;
        return ticket;
      }
    },
    status: (offerId, subjectRef) => wayOf(offerId).status(offerId, subjectRef),
    subscribe: (listener) => watch.subscribe(listener),
    cancel: (offerId) => wayOf(offerId).cancel(offerId),
    revoke: (offerId) => revokeOffer(session, offerId),
  };
}
