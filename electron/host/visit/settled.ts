import type { OfferState, StepName } from '../../contract/index.ts';
import type { Offer, Visit } from './state.ts';

const settled: ReadonlySet<StepName> = new Set(['offer', 'proof', 'success', 'referred', 'refused', 'ended']);

/** An offer that can no longer lead to a credential; only a new one can. */
export const deadOffers: ReadonlySet<OfferState> = new Set(['expired', 'locked', 'refused', 'failed']);

/** The visit has its outcome or its person; an offer that died has neither, so that it can still go to a person. */
export function isSettled(visit: Visit): boolean {
  if (visit.step === 'offer' && visit.offer && (deadOffers.has(visit.offer.state) || isTaken(visit.offer)))
    return false;
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

const isTaken = ({ state }: Offer): boolean => state === 'taken';

/** Calling back what was offered, or given: somebody else's phone has it, or the wallet says that it did not keep it. */
export function isToWithdraw({ id, state, issuedAt, withdrawn }: Offer): boolean {
  return (
    id !== null && withdrawn === null && (state === 'taken' || (state === 'refused' && issuedAt !== null))
  );
}

/**
 * A credential of this visit is out there and was not revoked: no second one may be given. What a wallet says it did not
 * keep is none.
 */
export function isOutstanding({ state, issuedAt, withdrawn }: Offer): boolean {
  if (state === 'taken') return withdrawn === null || withdrawn === 'not-revocable';
  return issuedAt !== null && state !== 'refused' && withdrawn !== 'revoked';
}

/** Whether staff may give another code. */
export function staffCanRenew({ step, offer }: Visit): boolean {
  if (step !== 'offer' || offer === null || isToWithdraw(offer) || isOutstanding(offer)) return false;
  return deadOffers.has(offer.state) || isTaken(offer);
}

/** Whether the visitor may ask for another code. */
export function canRenew(visit: Visit): boolean {
  return (
    visit.offer !== null &&
    deadOffers.has(visit.offer.state) &&
    staffCanRenew(visit) &&
    visit.profile.offer.renewedBy !== 'staff' &&
    visit.offer.renewals < visit.profile.offer.renewals
  );
}

/** What ran out or was locked is renewed, and counted, whatever form it had. */
const switchable: ReadonlySet<OfferState> = new Set([
  'waiting',
  'scanned',
  'code-asked',
  'code-wrong',
  'refused',
  'failed',
]);

/** Whether the credential may be offered in another form: each form at most twice. */
export function canSwitch({ step, offer }: Visit): boolean {
  return (
    step === 'offer' &&
    offer !== null &&
    switchable.has(offer.state) &&
    offer.issuedAt === null &&
    offer.form.of > 1 &&
    offer.switches < 2 * offer.form.of - 1
  );
}

const inAPhone: ReadonlySet<OfferState> = new Set([
  'scanned',
  'code-asked',
  'code-wrong',
  'issuing',
  'deferred',
]);

/** Whether somebody may say that it was another phone. */
export function canDisown({ step, offer }: Visit): boolean {
  if (offer === null) return false;
  return step === 'offer' ? inAPhone.has(offer.state) : step === 'proof' || step === 'success';
}

/** The wallet's word that it has the credential is awaited, or did not come. */
export function isUnconfirmed({ step, offer }: Visit): boolean {
  return (
    (step === 'proof' || step === 'success') &&
    offer?.state === 'issued' &&
    offer.issuedAt !== null &&
    (offer.confirmation === 'awaited' || offer.confirmation === 'missing')
  );
}
