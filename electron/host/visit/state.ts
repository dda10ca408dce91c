import type {
  Check,
  Confirmation,
  DecisionOutcome,
  DeviceFault,
  DocumentType,
  EvidenceStrength,
  FaceProblem,
  OfferState,
  ReadingProblem,
  StepName,
} from '../../contract/index.ts';
import type { ReadDocument } from './document.ts';
import type { VisitEvent } from './events.ts';
import type { Policy, Profile } from './profile.ts';

export interface Details {
  givenNames: string;
  familyName: string;
  email: string;
}

export interface Offer {
  id: string | null;
  uri: string | null;
  txCode: string | null;
  createdAt: number | null;
  expiresAt: number | null;
  state: OfferState;
  triesLeft: number | null;
  renewals: number;
  /** How often another form was asked for. */
  switches: number;
  /** Which of the issuer's forms it is, how many there are, and what the issuer calls it. */
  form: { index: number; of: number; name: string | null };
  claimUrl: string | null;
  /** The offer whose place this one takes while it may still be alive. */
  replaces: string | null;
  /** The offer before this one where that ended with its time: a wallet may have been faster than the news of it. */
  expired: string | null;
  /** The visitor did not wait for the credential of this offer, which has no `id` any more. */
  left: string | null;
  /** When the credential was given. */
  issuedAt: number | null;
  confirmation: Confirmation;
  /** What became of it when it was called back. */
  withdrawn: 'ended' | 'revoked' | 'not-revocable' | null;
  phoneClock: boolean;
  usedAgain: boolean;
  collectUntil: number | null;
}

/** A visit, folded from its events. */
export interface Visit {
  step: StepName;
  startedBy: 'visitor' | 'staff';
  simulated: boolean;
  profile: Profile;
  policy: Policy;
  language: string;
  wallet: string | null;
  details: Details | null;
  consents: { terms: boolean; biometric: boolean } | null;
  choice: { country: string; documentType: DocumentType } | null;
  document: ReadDocument | null;
  /** Documents begun so far, whatever became of them. */
  readings: number;
  documentAttempts: number;
  readingProblem: { problem: ReadingProblem; fault: DeviceFault | null } | null;
  selfies: string[];
  faceAttempts: number;
  faceProblem: FaceProblem | null;
  /** The newest outcome of every check that was made so far. */
  checks: Check[];
  decision: { outcome: DecisionOutcome; evidenceStrength: EvidenceStrength; by: 'policy' | 'staff' } | null;
  called: boolean;
  observed: { genuine: boolean; samePerson: boolean } | null;
  ticket: string | null;
  referral: Extract<VisitEvent, { type: 'Referred' }>['reason'] | null;
  offer: Offer | null;
  /** What the wallet presented of it (step 14). */
  presented: 'presented' | 'failed' | 'not-checked' | null;
  /** The visitor left with a ticket and staff have not opened it since; still true of a visit that ended so. */
  parked: boolean;
  /** Staff opened its ticket, and nobody referred it anew since. */
  reopened: boolean;
  ended: Extract<VisitEvent, { type: 'VisitEnded' }>['reason'] | null;
}
