import type { ChipStep, PassiveStepName } from '../passive-authentication/index.ts';

/** Every step of verifying a chip, in its order. */
export type ChipStepName =
  /** The chip was opened with the key from the document. */
  | 'chip-access'
  /** What the chip said of its protocols before it was opened is what the state signed. */
  | 'chip-access-info'
  | PassiveStepName
  /** PACE with chip authentication mapping: the chip owns the key of DG14 or EF.CardSecurity. */
  | 'chip-proof-mapping'
  /** Chip authentication: it owns the key of DG14. */
  | 'chip-proof-agreement'
  /** Active authentication: it owns the key of DG15. */
  | 'chip-proof-signature'
  /** The zone in the chip is the printed one. */
  | 'mrz-chip-match';

export type VerificationStep = ChipStep<ChipStepName>;

/** The checks a visit ends with that a chip answers, each summed up from its steps. */
export type ChipCheckName =
  | 'chip-access'
  | 'passive-authentication'
  | 'chip-authentication'
  | 'mrz-chip-match';

export type ChipCheck = ChipStep<ChipCheckName>;
