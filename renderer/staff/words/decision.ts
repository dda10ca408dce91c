import type { DecisionOutcome, EvidenceStrength, StaffSnapshot } from '../../../electron/contract/index.ts';

export type StaffVisit = NonNullable<StaffSnapshot['visit']>;

/** NIST SP 800-63A-4 §2.4 in the words of a desk. */
export const strengthWords: Record<EvidenceStrength, string> = {
  SUPERIOR: 'The chip was verified up to a trusted issuer and agrees with the page.',
  STRONG: 'The document was confirmed as genuine, by machine or by staff.',
  FAIR: 'The lines of the document are consistent. Whether it is genuine was not confirmed.',
  NONE: 'No document was read whose check digits and expiry date are right.',
};

export interface OutcomeWords {
  title: string;
  meaning: string;
}

const byPolicy: Record<DecisionOutcome, OutcomeWords> = {
  accept: {
    title: 'Accepted by the policy',
    meaning: 'Every check this station requires came out as it must. The credential is offered.',
  },
  refer: {
    title: 'Referred to staff',
    meaning: 'The policy does not let the machine decide on these checks alone. A person decides.',
  },
  refuse: {
    title: 'Refused by the policy',
    meaning: 'A check failed that the policy does not allow to fail. The visitor is not told which.',
  },
};

const byStaff: Record<'accept' | 'refuse', OutcomeWords> = {
  accept: {
    title: 'Accepted by staff',
    meaning: 'Staff saw the document and the person and accepted. The credential is offered.',
  },
  refuse: {
    title: 'Refused by staff',
    meaning: 'Staff refused and gave a reason. The visitor is not told which check failed.',
  },
};

/** What the decision means, and who made it: only a decision of staff carries what they observed. */
export function outcomeText({ outcome, checks, awaitingStaff }: StaffVisit): OutcomeWords {
  if (outcome === null)
    return awaitingStaff
      ? { title: 'No decision yet', meaning: 'The visit came to staff before the policy could decide.' }
      : { title: 'No decision yet', meaning: 'The policy decides when all checks are made.' };
  const staffLooked = checks.some(
    (one) => one.check === 'staff-observation' && one.outcome !== 'not-checked',
  );
  return staffLooked && outcome !== 'refer' ? byStaff[outcome] : byPolicy[outcome];
}

/** Why staff are asked, as far as the snapshot tells. */
export function whyReferred(visit: StaffVisit): string {
  if (visit.outcome === 'refer') return 'The policy leaves this decision to you.';
  if (visit.called) return 'The visitor called for help.';
  if (!visit.summary) return 'The document could not be read.';
  if (!visit.selfieRef) return 'No photo was taken: the visitor did not want one, or it could not be done.';
  return 'The faces could not be compared.';
}

export interface Answers {
  genuine: boolean | null;
  samePerson: boolean | null;
}

/** Why accepting is not possible now; null when it is. */
export function acceptBlockedBy(visit: StaffVisit, { genuine, samePerson }: Answers): string | null {
  if (!visit.summary) return 'Without a document that was read, this visit cannot be accepted.';
  if (genuine === null || samePerson === null) return 'Answer both questions first.';
  if (!genuine || !samePerson) return 'Accepting needs “yes” to both questions.';
  return null;
}

/** A reason as the contract takes it: 3 to 300 characters. */
export const reasonIsEnough = (reason: string) => reason.trim().length >= 3;
