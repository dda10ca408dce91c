import type { ChipStep, PassiveStepName } from '../passive-authentication/index.ts';

/** The steps of verifying a chip, in their order. */
export type ChipStepName =
  /** What the chip said of its protocols before it was opened is what the state signed. */
  | 'chip-access-info'
  | PassiveStepName
  /** PACE with chip authentication mapping: the chip owns the key of DG14 or EF.CardSecurity. */
  | 'chip-proof-mapping'
  /** Chip authentication: it owns the key of DG14. */
  | 'chip-proof-agreement'
  /** Active authentication: it owns the key of DG15. */
  | 'chip-proof-signature';

export type VerificationStep = ChipStep<ChipStepName>;

/** The checks a visit ends with that a chip answers. */
export type ChipCheckName =
  /** The chip was opened with the key from the document, in the way the state meant it to be. */
  | 'chip-access'
  /** The data are what a known state signed. */
  | 'passive-authentication'
  /** The chip is no copy. */
  | 'chip-authentication'
  /** The zone in the chip is the printed one. */
  | 'mrz-chip-match';

export type ChipCheck = ChipStep<ChipCheckName>;
