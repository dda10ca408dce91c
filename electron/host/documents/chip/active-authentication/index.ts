export { verifyChallenge } from './ecdsa.ts';
export {
  type RecoveredMessage,
  readRepresentative,
  signRecovering,
  verifyRecovering,
} from './message-recovery.ts';
export { challengeChip } from './run.ts';
