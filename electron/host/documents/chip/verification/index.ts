export type { ChipCheck, ChipCheckName, ChipStepName, VerificationStep } from './steps.ts';
export { type ChipVerification, type ChipVerificationRequest, verifyChip } from './verify-chip.ts';
