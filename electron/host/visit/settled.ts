import type { OfferState, StepName } from '../../contract/index.ts';
import type { Visit } from './state.ts';

const settled: ReadonlySet<StepName> = new Set(['offer', 'proof', 'success', 'referred', 'refused', 'ended']);

/** An offer that can no longer lead to a credential; only a new one can. */
export const deadOffers: ReadonlySet<OfferState> = new Set(['expired', 'locked', 'refused', 'failed']);

/** The visit has its outcome or its person; an offer that died has neither, so that it can still go to a person. */
export function isSettled(visit: Visit): boolean {
  if (visit.step === 'offer' && visit.offer && deadOffers.has(visit.offer.state)) return false;
  return settled.has(visit.step);
}

/** The visitor is gone for now or for good: the visit ended, or waits for staff as a ticket. */
export function hasLeft(visit: Visit): boolean {
  return visit.ended !== null || visit.parked;
}

/**
 * Whether leaving now keeps the visit for staff. Beside a member of staff there is no desk to go to with a ticket, and a
 * station that keeps nothing of referred visits has nothing to open again.
 */
export function canPark({ step, profile }: Visit): boolean {
  return step === 'referred' && profile.posture !== 'attended' && profile.retentionHours.referred > 0;
}

/** A ticket that was opened and not decided: leaving it puts it back. */
export function isOpenTicket(visit: Visit): boolean {
  return visit.reopened && visit.decision?.by !== 'staff' && canPark(visit);
}

/** Whether another code may be asked for. */
export function canRenew(visit: Visit): boolean {
  return (
    visit.step === 'offer' &&
    visit.offer !== null &&
    deadOffers.has(visit.offer.state) &&
    visit.offer.renewals < visit.profile.offer.renewals
  );
}
