import type { OfferState } from '../../contract/index.ts';
import type { Command, Context } from './commands.ts';
import type { VisitEvent } from './events.ts';
import { isNamed } from './evolve-offer.ts';
import {
  canDisown,
  canRenew,
  canSwitch,
  deadOffers,
  isOutstanding,
  isToWithdraw,
  isUnconfirmed,
  staffCanRenew,
} from './settled.ts';
import type { Offer, Visit } from './state.ts';
import { events, refuse, type Verdict } from './verdict.ts';

type OfferCommand = Extract<
  Command,
  {
    type:
      | 'offer.created'
      | 'offer.progressed'
      | 'offer.failed'
      | 'offer.given-before'
      | 'offer.renew'
      | 'offer.other'
      | 'offer.disown'
      | 'offer.unconfirmed'
      | 'offer.withdrawn'
      | 'staff.renew-offer'
      | 'staff.confirm-offer'
      | 'proof.resolved';
  }
>;
type Progress = Extract<Command, { type: 'offer.progressed' }>;
type GivenBefore = Extract<Command, { type: 'offer.given-before' }>;

/** Steps 11 to 14: the offer, the wallet's states, the proof that it works. */
export function decideOnOffer(visit: Visit, command: OfferCommand, { now }: Context): Verdict {
  const offer = visit.step === 'offer' ? visit.offer : null;
  switch (command.type) {
    case 'offer.created': {
      if (offer?.state !== 'preparing' && !(offer?.state === 'waiting' && offer.id === command.offerId))
        return events();
      const { type: _, claimUrl = null, form = null, forms = 1, way = null, ...made } = command;
      return events({ type: 'OfferCreated', ...made, claimUrl, form, forms, way });
    }
    case 'offer.progressed':
      return progressed(visit, command, now);
    case 'offer.failed':
      return offer?.state === 'preparing' ? events({ type: 'OfferFailed', code: command.code }) : events();
    case 'offer.given-before':
      return offer?.state === 'preparing' && [offer.replaces, offer.expired].includes(command.offerId)
        ? reinstated(command, now)
        : events();
    case 'offer.renew':
      if (!offer || !deadOffers.has(offer.state)) return refuse('visit/not-at-this-step');
      if (visit.profile.offer.renewedBy === 'staff') return refuse('visit/staff-only');
      if (!canRenew(visit)) return refuse('visit/no-renewals-left');
      return events({ type: 'OfferRequested', form: null });
    case 'staff.renew-offer':
      if (offer && isOutstanding(offer) && !isToWithdraw(offer)) return refuse('visit/issued-before');
      if (!staffCanRenew(visit)) return refuse('visit/not-at-this-step');
      return events({ type: 'OfferRequested', form: null });
    case 'offer.other':
      if (!offer || !canSwitch(visit)) return refuse('visit/no-renewals-left');
      return events({ type: 'OfferRequested', form: (offer.form.index + 1) % offer.form.of });
    case 'offer.disown':
      return canDisown(visit) ? disowned(visit, 'visitor') : refuse('visit/not-at-this-step');
    case 'staff.confirm-offer':
      if (!isUnconfirmed(visit)) return refuse('visit/not-at-this-step');
      return command.received ? events({ type: 'OfferConfirmed', by: 'staff' }) : disowned(visit, 'staff');
    case 'offer.unconfirmed':
      return isUnconfirmed(visit) && visit.offer?.confirmation === 'awaited'
        ? events({ type: 'OfferUnconfirmed' })
        : events();
    case 'offer.withdrawn':
      return visit.offer && isToWithdraw(visit.offer)
        ? events({ type: 'OfferWithdrawn', outcome: command.outcome })
        : events();
    case 'proof.resolved':
      if (visit.step !== 'proof') return events();
      return events({ type: 'ProofResolved', outcome: command.outcome, reason: command.reason });
  }
}

const disowned = (visit: Visit, by: 'visitor' | 'staff'): Verdict =>
  visit.called
    ? events({ type: 'OfferDisowned', by })
    : events({ type: 'StaffCalled' }, { type: 'OfferDisowned', by });

/** What the issuer tells of the offer, also after the credential was given. */
function progressed(visit: Visit, command: Progress, now: number): Verdict {
  const { offer } = visit;
  if (!offer || !isNamed(offer, command.offerId)) return events();
  if (visit.step === 'proof' || visit.step === 'success') return progressedAfter(offer, command, now);
  if (visit.step !== 'offer' || isOver(offer.state)) return events();
  if (command.usedAgain) return offer.usedAgain ? events() : events({ type: 'OfferUsedAgain' });
  return isNews(offer, command) ? told(command, now) : events();
}

function progressedAfter(offer: Offer, command: Progress, now: number): Verdict {
  if (command.usedAgain) return offer.usedAgain ? events() : events({ type: 'OfferUsedAgain' });
  if (command.state === 'issued' && offer.state === 'deferred') return told(command, now);
  if (offer.confirmation === 'confirmed') return events();
  if (command.state === 'issued' && command.confirmed)
    return events({ type: 'OfferConfirmed', by: 'wallet' });
  // What was begun may still fail: nothing is on the phone, whatever the screen said before.
  const failed = deadOffers.has(command.state) && (offer.state === 'deferred' || command.state === 'refused');
  return failed ? told(command, now) : events();
}

function isNews(
  offer: Offer,
  { state, triesLeft, phoneClock = false, collectUntil = null }: Progress,
): boolean {
  return (
    offer.state !== state ||
    offer.triesLeft !== triesLeft ||
    (phoneClock && !offer.phoneClock) ||
    offer.collectUntil !== collectUntil
  );
}

/** As if the wallet's news had come a moment earlier. */
function reinstated({ offerId, state, confirmed }: GivenBefore, now: number): Verdict {
  const again = { type: 'OfferReinstated', offerId } as const;
  return events(
    again,
    ...toldOf({ type: 'offer.progressed', offerId, state, triesLeft: null, confirmed }, now),
  );
}

const told = (command: Progress, now: number): Verdict => events(...toldOf(command, now));

function toldOf(command: Progress, now: number): VisitEvent[] {
  const { offerId, state, triesLeft, phoneClock = false, collectUntil = null, confirmed } = command;
  const progress = {
    type: 'OfferProgressed',
    offerId,
    state,
    triesLeft,
    at: now,
    phoneClock,
    collectUntil,
  } as const;
  return state === 'issued' && confirmed ? [progress, { type: 'OfferConfirmed', by: 'wallet' }] : [progress];
}

const isOver = (state: OfferState) => state === 'issued' || state === 'taken' || deadOffers.has(state);
