import type { VisitEvent } from './events.ts';
import { stepAfter } from './flow.ts';
import type { Offer, Visit } from './state.ts';

export type OfferEvent = Extract<
  VisitEvent,
  {
    type:
      | 'OfferRequested'
      | 'OfferCreated'
      | 'OfferProgressed'
      | 'OfferUsedAgain'
      | 'OfferFailed'
      | 'OfferReinstated'
      | 'OfferConfirmed'
      | 'OfferUnconfirmed'
      | 'OfferDisowned'
      | 'OfferWithdrawn'
      | 'OfferLeft';
  }
>;

export const emptyOffer: Offer = {
  id: null,
  uri: null,
  txCode: null,
  createdAt: null,
  expiresAt: null,
  state: 'preparing',
  triesLeft: null,
  renewals: 0,
  switches: 0,
  form: { index: 0, of: 1, name: null },
  claimUrl: null,
  replaces: null,
  expired: null,
  left: null,
  issuedAt: null,
  confirmation: 'awaited',
  withdrawn: null,
  phoneClock: false,
  usedAgain: false,
  collectUntil: null,
};

/** What happens to the offer of a visit, from asking for it to the wallet's last word. */
export function applyToOffer(visit: Visit, event: OfferEvent): Visit {
  const before = visit.offer ?? emptyOffer;
  const offer = (changes: Partial<Offer>): Visit => ({ ...visit, offer: { ...before, ...changes } });
  switch (event.type) {
    case 'OfferRequested':
      return { ...visit, offer: requested(before, event.form) };
    case 'OfferCreated':
      return {
        ...visit,
        offer: {
          ...emptyOffer,
          id: event.offerId,
          uri: event.offerUri,
          txCode: event.txCode,
          createdAt: event.createdAt,
          expiresAt: event.expiresAt,
          claimUrl: event.claimUrl,
          state: 'waiting',
          renewals: before.renewals,
          switches: before.switches,
          form: { index: before.form.index, of: event.forms, name: event.form },
        },
      };
    case 'OfferProgressed':
      return visit.offer && isNamed(visit.offer, event.offerId)
        ? progressed(visit, visit.offer, event)
        : visit;
    case 'OfferUsedAgain':
      return offer({ usedAgain: true });
    case 'OfferFailed':
      return offer({ state: 'failed' });
    case 'OfferReinstated': {
      const { renewals, switches, form } = before;
      const again = { ...emptyOffer, id: event.offerId, renewals, switches, form };
      return { ...visit, offer: { ...again, state: 'waiting' } };
    }
    case 'OfferConfirmed':
      return offer({ confirmation: 'confirmed' });
    case 'OfferUnconfirmed':
      return offer({ confirmation: 'missing' });
    case 'OfferDisowned':
      return {
        ...offer({ id: before.id ?? before.left, left: null, state: 'taken', confirmation: 'denied' }),
        step: 'offer',
        called: true,
      };
    case 'OfferWithdrawn':
      return offer({ withdrawn: event.outcome });
    case 'OfferLeft':
      return { ...offer({ id: null, left: before.id }), step: 'success' };
  }
}

/** The offer itself, or the one the visitor did not wait for. */
export function isNamed({ id, left }: Offer, offerId: string): boolean {
  return id === offerId || left === offerId;
}

function requested(before: Offer, form: number | null): Offer {
  const other = form !== null;
  return {
    ...emptyOffer,
    renewals: before.renewals + (other ? 0 : 1),
    switches: before.switches + (other ? 1 : 0),
    form: { ...before.form, index: form ?? before.form.index },
    ...beforeIt(before),
    ...(other && before.id !== null && { replaces: before.id }),
  };
}

/**
 * What the next offer has to know of those before it. One that could not be called back yet is called back before the next
 * one is made, whoever asks for that.
 */
export function beforeIt({ id, state, replaces, expired }: Offer): Pick<Offer, 'replaces' | 'expired'> {
  return { replaces, expired: id === null ? expired : state === 'expired' ? id : null };
}

function progressed(
  visit: Visit,
  before: Offer,
  { state, triesLeft, at, phoneClock, collectUntil }: Extract<OfferEvent, { type: 'OfferProgressed' }>,
): Visit {
  const next: Offer = {
    ...before,
    state,
    triesLeft,
    collectUntil,
    phoneClock: before.phoneClock || phoneClock,
  };
  if (state === 'issued') {
    const step = visit.step === 'offer' ? stepAfter(visit.profile, 'offer') : visit.step;
    return { ...visit, step, offer: { ...next, issuedAt: at } };
  }
  // After it was given: the wallet could not keep it.
  return { ...visit, offer: { ...next, id: before.id ?? before.left, left: null }, step: 'offer' };
}
