export { BlockPlan } from './block-plan.ts';
export { isReadable, READABLE_DATA_GROUPS, type ReadableDataGroup } from './files.ts';
export { ChipMemory } from './memory.ts';
export { chipErrorOf, chipOverDevice, type DeviceCard } from './over-device.ts';
export { readChip } from './read-chip.ts';
export type {
  ChipAccess,
  ChipFigures,
  ChipProgress,
  ChipReading,
  ChipReadRequest,
  ChipStage,
  ResettableChip,
} from './types.ts';
