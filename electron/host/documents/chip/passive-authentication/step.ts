import type { CheckOutcome } from '../../../../contract/checks.ts';

/** The steps of passive authentication (ICAO Doc 9303-11 §5.1; BSI TR-03135-1, electronic checks), in their order. */
export type PassiveStepName =
  /** The state's signature over the security object. */
  | 'chip-signature'
  /** The hash value of every file that was read. */
  | 'chip-hashes'
  /** The document signer's certificate was issued by a known CSCA. */
  | 'chip-signer-chain'
  /** The certificates were valid when they had to be. */
  | 'chip-signer-validity'
  /** The document signer was not revoked. */
  | 'chip-signer-revocation'
  /** The signer's country is the issuing state of the machine readable zone. */
  | 'chip-issuing-state'
  /** EF.COM, which nobody signed, names the same files as the signature does. */
  | 'chip-file-list';

export interface ChipStep<Name extends string = string> {
  readonly check: Name;
  readonly outcome: CheckOutcome;
  /** A stable word: what the outcome rests on. */
  readonly reason: string;
  /** Codes, hashes, dates and counts; nothing of the holder's. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

export type PassiveStep = ChipStep<PassiveStepName>;

/** A step without its name. */
export type Verdict = Omit<ChipStep, 'check'>;

export const passed = (reason: string, facts: ChipStep['facts'] = {}): Verdict => ({
  outcome: 'passed',
  reason,
  facts,
});

export const failed = (reason: string, facts: ChipStep['facts'] = {}): Verdict => ({
  outcome: 'failed',
  reason,
  facts,
});

export const notChecked = (reason: string, facts: ChipStep['facts'] = {}): Verdict => ({
  outcome: 'not-checked',
  reason,
  facts,
});

/** A date as facts show it: `2031-04-30`. */
export function day(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** Data groups as facts show them: `DG1 DG2`. */
export function groupNames(groups: readonly number[]): string {
  return groups.map((group) => `DG${group}`).join(' ');
}
