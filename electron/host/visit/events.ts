import { z } from 'zod';
import {
  check,
  decisionOutcome,
  evidenceStrength,
  faceProblem,
  offerState,
  referralReason,
  stepName,
} from '../../contract/index.ts';
import { documentEvents } from './document-events.ts';
import { policy, profile } from './profile.ts';

/** Visits begun before there were chips have none. */
const profileThen = profile.extend({ chip: profile.shape.chip.unwrap().default('off') });

const consent = z.object({
  id: z.string(),
  version: z.string(),
  hash: z.string().length(64),
  given: z.boolean(),
});

/**
 * Everything that can happen in a visit. The list is the visit: the screen, recovery after a power cut, the audit
 * log and the staff's view are all folded from it. An event once written keeps its shape: a new field has a default, a new
 * meaning gets a new type.
 */
export const visitEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('VisitStarted'),
    by: z.enum(['visitor', 'staff']),
    language: z.string(),
    profile: profileThen,
    policy,
    simulated: z.boolean(),
  }),
  z.object({ type: z.literal('LanguageChosen'), language: z.string() }),
  z.object({ type: z.literal('StepCompleted'), step: stepName }),
  z.object({ type: z.literal('SteppedBack'), from: stepName }),
  z.object({ type: z.literal('StaffCalled') }),
  z.object({ type: z.literal('WalletConfirmed'), wallet: z.string() }),
  z.object({
    type: z.literal('DetailsEntered'),
    givenNames: z.string(),
    familyName: z.string(),
    email: z.string(),
  }),
  z.object({ type: z.literal('ConsentRecorded'), terms: consent, biometric: consent }),
  ...documentEvents,
  z.object({ type: z.literal('BiometricsDeclined') }),
  z.object({ type: z.literal('CameraReported'), camera: z.string(), check }),
  z.object({ type: z.literal('SelfieTaken'), refs: z.array(z.string()).min(1) }),
  z.object({ type: z.literal('FaceCompared'), problem: faceProblem.nullable(), checks: z.array(check) }),
  z.object({
    type: z.literal('Decided'),
    outcome: decisionOutcome,
    evidenceStrength,
    checks: z.array(check),
    policy: z.string(),
  }),
  z.object({ type: z.literal('Referred'), reason: referralReason, ticket: z.string() }),
  z.object({ type: z.literal('StaffObserved'), genuine: z.boolean(), samePerson: z.boolean() }),
  z.object({
    type: z.literal('StaffDecided'),
    outcome: z.enum(['accept', 'refuse']),
    reason: z.string(),
    ticket: z.string().nullable(),
    evidenceStrength,
    checks: z.array(check),
  }),
  /** `form` is another one of the issuer's forms; null: the same as before. */
  z.object({ type: z.literal('OfferRequested'), form: z.number().int().nullable().default(null) }),
  z.object({
    type: z.literal('OfferCreated'),
    offerId: z.string(),
    offerUri: z.string(),
    txCode: z.string().nullable(),
    createdAt: z.number(),
    expiresAt: z.number(),
    claimUrl: z.string().nullable().default(null),
    form: z.string().nullable().default(null),
    forms: z.number().int().default(1),
    /** The way the offer went, as the station file names ways; null in visits of before. */
    way: z.string().nullable().default(null),
  }),
  z.object({
    type: z.literal('OfferProgressed'),
    offerId: z.string(),
    state: offerState,
    triesLeft: z.number().int().nullable(),
    at: z.number().nullable().default(null),
    phoneClock: z.boolean().default(false),
    collectUntil: z.number().nullable().default(null),
  }),
  /** A phone brought the code after it was used. */
  z.object({ type: z.literal('OfferUsedAgain') }),
  z.object({ type: z.literal('OfferConfirmed'), by: z.enum(['wallet', 'visitor', 'staff']) }),
  /** The wallet said nothing in the time it is given for it. */
  z.object({ type: z.literal('OfferUnconfirmed') }),
  /** The credential, or the code for it, went to a phone that is not the visitor's. */
  z.object({ type: z.literal('OfferDisowned'), by: z.enum(['visitor', 'staff']) }),
  z.object({ type: z.literal('OfferWithdrawn'), outcome: z.enum(['ended', 'revoked', 'not-revocable']) }),
  /** The credential has to wait, and the visitor does not. */
  z.object({ type: z.literal('OfferLeft') }),
  z.object({ type: z.literal('OfferFailed'), code: z.string() }),
  /** The offer whose place another was to take is the visit's again, for a wallet had taken it. */
  z.object({ type: z.literal('OfferReinstated'), offerId: z.string() }),
  z.object({
    type: z.literal('ProofResolved'),
    outcome: z.enum(['presented', 'failed', 'not-checked']),
    reason: z.string(),
  }),
  /** The visitor left with a ticket; what was done waits for staff. */
  z.object({ type: z.literal('VisitParked') }),
  /** Staff took the ticket up, with the visitor beside them. */
  z.object({ type: z.literal('VisitReopened') }),
  z.object({
    type: z.literal('VisitEnded'),
    reason: z.enum(['done', 'cancelled', 'timed-out', 'interrupted', 'refused', 'referred']),
    ticket: z.string().nullable(),
  }),
]);
export type VisitEvent = z.infer<typeof visitEvent>;
export type VisitEventType = VisitEvent['type'];
