import type { OfferState } from '../../contract/index.ts';
import type { Command } from './commands.ts';
import { canRenew, deadOffers } from './settled.ts';
import type { Visit } from './state.ts';
import { events, refuse, type Verdict } from './verdict.ts';

type OfferCommand = Extract<
  Command,
  { type: 'offer.created' | 'offer.progressed' | 'offer.failed' | 'offer.renew' | 'proof.resolved' }
>;

/** Steps 11 to 14: the offer, the wallet's states, the proof that it works. */
export function decideOnOffer(visit: Visit, command: OfferCommand): Verdict {
  const offer = visit.step === 'offer' ? visit.offer : null;
  switch (command.type) {
    case 'offer.created':
      if (offer?.state !== 'preparing' && !(offer?.state === 'waiting' && offer.id === command.offerId))
        return events();
      return events({
        type: 'OfferCreated',
        offerId: command.offerId,
        offerUri: command.offerUri,
        txCode: command.txCode,
        createdAt: command.createdAt,
        expiresAt: command.expiresAt,
      });
    case 'offer.progressed':
      if (!offer || offer.id !== command.offerId || isOver(offer.state)) return events();
      if (offer.state === command.state && offer.triesLeft === command.triesLeft) return events();
      return events({
        type: 'OfferProgressed',
        offerId: command.offerId,
        state: command.state,
        triesLeft: command.triesLeft,
      });
    case 'offer.failed':
      return offer?.state === 'preparing' ? events({ type: 'OfferFailed', code: command.code }) : events();
    case 'offer.renew':
      if (!offer || !deadOffers.has(offer.state)) return refuse('visit/not-at-this-step');
      if (!canRenew(visit)) return refuse('visit/no-renewals-left');
      return events({ type: 'OfferRequested' });
    case 'proof.resolved':
      if (visit.step !== 'proof') return events();
      return events({ type: 'ProofResolved', outcome: command.outcome, reason: command.reason });
  }
}

const isOver = (state: OfferState) => state === 'issued' || deadOffers.has(state);
