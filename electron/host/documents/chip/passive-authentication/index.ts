export {
  authenticatePassively,
  type PassiveAuthentication,
  type PassiveAuthenticationInput,
} from './authenticate.ts';
export { type ChainCheck, checkSignerChain } from './signer-chain.ts';
export { isSameState } from './states.ts';
export {
  type ChipStep,
  failed,
  groupNames,
  notChecked,
  type PassiveStep,
  type PassiveStepName,
  passed,
  type Verdict,
} from './step.ts';
