export { chooseActions, type LivenessChallenge } from './challenge.ts';
export { judgeLiveness, type LivenessReason, noLiveness, type Sequence } from './judge.ts';
export { framesToIdentify } from './sequence.ts';
