export { type InventedState, readInventedState } from '../issuing/index.ts';
export { DOCUMENT_DEFECTS, type DocumentDefect, issueDefective } from './defects.ts';
export { playChip, recordChip } from './exchange.ts';
export { CHIP_FAULTS, type ChipFault, FaultyChip } from './faults.ts';
export { type InProcessReader, inProcessReader } from './in-process.ts';
export {
  type PaceOffer,
  type PassportRequest,
  personalise,
  type VirtualPassport,
} from './personalise.ts';
export type { ChipKeyPair, ChipPersonality } from './personality.ts';
export { VirtualChip } from './virtual-chip.ts';
