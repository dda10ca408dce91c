/**
 * How a chip's proof that it is not a copy ended. What the proof is worth depends on passive authentication: the key it was
 * made with must come from a file that the issuing state signed.
 */
export interface ChipProof {
  readonly outcome: 'passed' | 'failed' | 'not-checked';
  /** A stable word for the reason. */
  readonly reason: string;
  /** Algorithms and codes; nothing about the holder. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

export function passed(facts: ChipProof['facts'] = {}): ChipProof {
  return { outcome: 'passed', reason: 'proved', facts };
}

export function failed(reason: string, facts: ChipProof['facts'] = {}): ChipProof {
  return { outcome: 'failed', reason, facts };
}

export function notChecked(reason: string, facts: ChipProof['facts'] = {}): ChipProof {
  return { outcome: 'not-checked', reason, facts };
}
