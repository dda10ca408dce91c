import {
  authenticatePassively,
  type PassiveAuthentication,
  type Verdict,
} from '../passive-authentication/index.ts';
import type { ChipReading } from '../read/index.ts';
import type { TrustAnchors } from '../trust/index.ts';
import { checkAccess, checkAccessInfo } from './access.ts';
import { checkOriginality, isVouched } from './originality.ts';
import type { ChipCheck, ChipCheckName, ChipStepName, VerificationStep } from './steps.ts';
import { matchZone } from './zone-match.ts';

export interface ChipVerificationRequest {
  readonly reading: ChipReading;
  /** Null when the station has no trust list: the chain is then not checked. */
  readonly anchors: TrustAnchors | null;
  /** The zone as it is printed; null when the chip was opened with its card access number and no zone was read. */
  readonly printedZone: readonly string[] | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface ChipVerification {
  /** The checks of the visit, each summed up. */
  readonly checks: readonly ChipCheck[];
  /** Everything that was looked at, in its order. */
  readonly steps: readonly VerificationStep[];
  readonly passive: PassiveAuthentication;
}

const named = <Name extends string>(check: Name, { outcome, reason, facts }: Verdict) => ({
  check,
  outcome,
  reason,
  facts,
});

/** Judges what was read from a chip, without the chip and without the network. Never throws for what the chip said. */
export function verifyChip({
  reading,
  anchors,
  printedZone,
  now,
}: ChipVerificationRequest): ChipVerification {
  const { sod, com, dataGroups: files, proofs } = reading;
  const passive = authenticatePassively({ sod, files, com, anchors, now });
  const access = checkAccess(reading.access);
  const zone = matchZone(files.get(1), printedZone);
  const step = (check: ChipStepName, verdict: Verdict): VerificationStep => named(check, verdict);
  const check = (name: ChipCheckName, verdict: Verdict): ChipCheck => named(name, verdict);
  return {
    passive,
    steps: [
      step('chip-access', access),
      step('chip-access-info', checkAccessInfo(reading, isVouched(14, reading, passive))),
      ...passive.steps,
      step('chip-proof-mapping', proofs.paceChipAuthenticationMapping),
      step('chip-proof-agreement', proofs.chipAuthentication),
      step('chip-proof-signature', proofs.activeAuthentication),
      step('mrz-chip-match', zone),
    ],
    checks: [
      check('chip-access', access),
      passive.summary,
      check('chip-authentication', checkOriginality(reading, passive, anchors)),
      check('mrz-chip-match', zone),
    ],
  };
}
