export { type Holder, ProofOutOfTime } from './holder-key.ts';
export { PROOF_ALGORITHMS } from './jwt-proof.ts';
export type { KeyAttestationDemand } from './key-attestation.ts';
export { type VerifiedProofs, verifyProofs } from './verify.ts';
