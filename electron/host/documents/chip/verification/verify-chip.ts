import {
  authenticatePassively,
  type PassiveAuthentication,
  type Verdict,
} from '../passive-authentication/index.ts';
import type { ChipReading } from '../read/index.ts';
import type { TrustAnchors } from '../trust/index.ts';
import { checkAccess, checkAccessInfo } from './access.ts';
import { checkOriginality } from './originality.ts';
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
  /**
   * The checks of the visit, each summed up: `chip-access`, `passive-authentication`, `chip-authentication`,
   * `mrz-chip-match`.
   */
  readonly checks: readonly ChipCheck[];
  /** What they are summed up from, in its order. */
  readonly steps: readonly VerificationStep[];
  /** Both, each summary before its steps: what a visit records. */
  readonly all: readonly (ChipCheck | VerificationStep)[];
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
  const step = (check: ChipStepName, verdict: Verdict): VerificationStep => named(check, verdict);
  const check = (name: ChipCheckName, verdict: Verdict): ChipCheck => named(name, verdict);
  const originality = check('chip-authentication', checkOriginality(reading, passive, anchors, now));
  const zone = check('mrz-chip-match', matchZone(files.get(1), printedZone));
  const info = step('chip-access-info', checkAccessInfo(reading, passive.vouched.has(14)));
  const opened = check('chip-access', checkAccess(reading.access, info));
  const clones = [
    step('chip-proof-mapping', proofs.paceChipAuthenticationMapping),
    step('chip-proof-agreement', proofs.chipAuthentication),
    step('chip-proof-signature', proofs.activeAuthentication),
  ];
  return {
    passive,
    checks: [opened, passive.summary, originality, zone],
    steps: [info, ...passive.steps, ...clones],
    all: [opened, info, passive.summary, ...passive.steps, originality, ...clones, zone],
  };
}
