export {
  type PaceOffer,
  type PassportRequest,
  personalise,
  type VirtualPassport,
} from './personalise.ts';
export type { ChipKeyPair, ChipPersonality } from './personality.ts';
export { VirtualChip } from './virtual-chip.ts';
