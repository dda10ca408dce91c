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

/** Whether another code may be asked for. */
export function canRenew(visit: Visit): boolean {
  return (
    visit.step === 'offer' &&
    visit.offer !== null &&
    deadOffers.has(visit.offer.state) &&
    visit.offer.renewals < visit.profile.offer.renewals
  );
}
